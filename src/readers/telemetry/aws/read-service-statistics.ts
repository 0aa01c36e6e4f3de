import type { TimeSeriesServiceStatistics, XRayClient } from '@aws-sdk/client-xray';
import { OperationalError } from '../../../platform/errors.ts';
import type { Connection, TelemetryQuery } from '../contract.ts';
import { type PartAnswer, type RangeAnswer, type RangePart, readRange } from '../range/read-range.ts';
import { askAws } from './aws-failure.ts';
import type { AwsOptions } from './aws-options.ts';
import { statisticOf } from './statistic-of.ts';
import type { ServiceStatistic } from './xray-question.ts';

const NAME = 'X-Ray';
const MINUTE_SECONDS = 60;
/** X-Ray sums up by one minute or by five. */
const LONG_PERIOD_SECONDS = 300;
/** X-Ray answers at most six hours at once; older ones than four times that are not asked. */
const LONGEST_MS = 6 * 3_600_000;
const MOST_ASKS = 4;
const MOST_PAGES = 10;
const POINTS_PER_ASK = 10_000;

/**
 * One statistic of a service over time: GetTimeSeriesServiceStatistics (X-Ray API reference, read 2026-11), all pages.
 * Counts are per step; latency is the 95th percentile in seconds. What is older than a day is left out, and told.
 */
export function readServiceStatistics(
  statistic: ServiceStatistic,
  service: string,
  query: TelemetryQuery,
  client: XRayClient,
  connection: Connection<AwsOptions>,
): Promise<RangeAnswer> {
  const step = (seconds: number) => Math.ceil(seconds / MINUTE_SECONDS) * MINUTE_SECONDS;
  const oldest = query.to - MOST_ASKS * LONGEST_MS;
  const asked = { ...query, from: Math.max(query.from, oldest) };
  return readRange(asked, { pointsPerAsk: POINTS_PER_ASK, step }, async (part): Promise<PartAnswer> => {
    const notes = new Set(query.from < oldest ? ['only the last 24 hours were read'] : []);
    // The period that begins now is not over.
    const end = part.to === query.to ? part.to : part.to + part.stepSeconds * 1_000;
    const found = new Map<number, TimeSeriesServiceStatistics>();
    for (let from = part.from; from < end; from += LONGEST_MS) {
      const times = { from, to: Math.min(end, from + LONGEST_MS), stepSeconds: part.stepSeconds };
      for (const one of await readPages(service, times, client, connection, notes)) {
        const at = one.Timestamp?.getTime();
        if (at !== undefined) found.set(at, one);
      }
    }
    const points = inSteps(found, part).map(([at, all]): [number, number] => [at, statisticOf(statistic, all)]);
    return { series: points.length === 0 ? [] : [{ labels: {}, points }], notes: [...notes] };
  });
}

async function readPages(
  service: string,
  { from, to, stepSeconds }: RangePart,
  client: XRayClient,
  { options, signal }: Connection<AwsOptions>,
  notes: Set<string>,
): Promise<readonly TimeSeriesServiceStatistics[]> {
  const { GetTimeSeriesServiceStatisticsCommand } = await import('@aws-sdk/client-xray');
  const found: TimeSeriesServiceStatistics[] = [];
  let NextToken: string | undefined;
  for (let page = 1; ; page += 1) {
    const command = new GetTimeSeriesServiceStatisticsCommand({
      StartTime: new Date(from),
      EndTime: new Date(to),
      EntitySelectorExpression: `service("${service}")`,
      Period: stepSeconds % LONG_PERIOD_SECONDS === 0 ? LONG_PERIOD_SECONDS : MINUTE_SECONDS,
      ...(NextToken === undefined ? {} : { NextToken }),
    });
    const answer = await askAws(options, NAME, signal, () => client.send(command));
    if (!Array.isArray(answer.TimeSeriesServiceStatistics)) {
      throw new OperationalError('upstream-nonsense', `${NAME} answered without statistics`);
    }
    found.push(...answer.TimeSeriesServiceStatistics);
    if (answer.NextToken === undefined) return found;
    if (page === MOST_PAGES || answer.NextToken === NextToken) {
      notes.add(`only ${page} pages of the statistics were read`);
      return found;
    }
    NextToken = answer.NextToken;
  }
}

/** What X-Ray summed up by minutes, by our own steps: [unix seconds, all of that step]. */
function inSteps(
  found: ReadonlyMap<number, TimeSeriesServiceStatistics>,
  { from, stepSeconds }: RangePart,
): readonly (readonly [number, readonly TimeSeriesServiceStatistics[]])[] {
  const stepMs = stepSeconds * 1_000;
  const begun = (at: number) => from + Math.floor((at - from) / stepMs) * stepMs;
  const steps = Map.groupBy(found, ([at]) => begun(at) / 1_000);
  return [...steps].map(([at, all]) => [at, all.map(([, one]) => one)] as const);
}
