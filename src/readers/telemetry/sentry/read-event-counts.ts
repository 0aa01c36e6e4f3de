import { z } from 'zod';
import { OperationalError } from '../../../platform/errors.ts';
import type { Connection, TelemetryQuery } from '../contract.ts';
import { type RangeAnswer, readRange } from '../range/read-range.ts';
import { askSentry, type SentryOptions } from './ask-sentry.ts';

const Answer = z.object({
  timeSeries: z.array(
    z.object({
      groupBy: z.array(z.object({ key: z.string(), value: z.unknown() })).nullish(),
      values: z.array(z.object({ timestamp: z.number(), value: z.number().nullable() })),
      meta: z.object({ isOther: z.boolean().optional() }).loose().optional(),
    }),
  ),
  meta: z
    .object({ warnings: z.array(z.string()).optional() })
    .loose()
    .optional(),
});

const POINTS_PER_ASK = 5_000;
/** Sentry takes whole minutes. */
const MINUTE_SECONDS = 60;
const MOST_GROUPS = '10';

/**
 * How many errors a search finds in each step, apart by release: GET events-timeseries
 * (docs.sentry.io/api/explore/query-explore-events-in-timeseries-format, read 2026-11).
 */
export function readEventCounts(
  search: string,
  query: TelemetryQuery,
  connection: Connection<SentryOptions>,
): Promise<RangeAnswer> {
  const step = (seconds: number) => Math.ceil(seconds / MINUTE_SECONDS) * MINUTE_SECONDS;
  return readRange(query, { pointsPerAsk: POINTS_PER_ASK, step }, async ({ from, to, stepSeconds }) => {
    const { json } = await askSentry(connection, 'events-timeseries/', [
      ['dataset', 'errors'],
      ['yAxis', 'count()'],
      ['groupBy', 'release'],
      ['topEvents', MOST_GROUPS],
      ['sort', '-count()'],
      ['query', search],
      ['start', new Date(from).toISOString()],
      ['end', new Date(to === query.to ? to : to + stepSeconds * 1_000).toISOString()],
      ['interval', `${stepSeconds / MINUTE_SECONDS}m`],
      ...(connection.options.projects ?? []).map((project) => ['project', project] as const),
    ]);
    const parsed = Answer.safeParse(json);
    if (!parsed.success) throw new OperationalError('upstream-nonsense', 'Sentry answered without a time series');
    const series = parsed.data.timeSeries.map(({ groupBy, values, meta }) => ({
      labels: Object.fromEntries([
        ...(groupBy ?? []).flatMap(({ key, value }) => (typeof value === 'string' ? [[key, value]] : [])),
        ...(meta?.isOther === true ? [['other', 'true']] : []),
      ]) as Record<string, string>,
      points: values.map(({ timestamp, value }): [number, number] => [timestamp / 1_000, value ?? Number.NaN]),
    }));
    return {
      series,
      notes: (parsed.data.meta?.warnings ?? []).map((text) => `Sentry remarked: ${text}`.slice(0, 300)),
    };
  });
}
