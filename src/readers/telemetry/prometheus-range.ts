import { z } from 'zod';
import { OperationalError } from '../../platform/errors.ts';
import type { Connection, TelemetryQuery } from './contract.ts';
import { askPrometheus, type PrometheusOptions } from './prometheus-api.ts';
import { type PartAnswer, type RangeAnswer, readRange } from './range/read-range.ts';

/** Prometheus refuses a range of more than 11,000 points a series. */
const POINTS_PER_ASK = 10_000;
const MOST_SERIES = 1_000;
const QUERY_TIMEOUT_SECONDS = 10;
/** The answer may arrive a little after the query's own timeout has struck. */
const TIMEOUT_MS = (QUERY_TIMEOUT_SECONDS + 2) * 1_000;

const Matrix = z.object({
  resultType: z.literal('matrix'),
  result: z.array(
    z.object({
      metric: z.record(z.string(), z.string()),
      values: z.array(z.tuple([z.number(), z.string()])).optional(),
      histograms: z.array(z.unknown()).optional(),
    }),
  ),
});

/** Reads a range of a Prometheus, in parts where it has too many points for one. */
export function readPrometheusRange(
  query: TelemetryQuery,
  connection: Connection<PrometheusOptions>,
): Promise<RangeAnswer> {
  return readRange(query, { pointsPerAsk: POINTS_PER_ASK }, async ({ from, to, stepSeconds }) => {
    const parameters = {
      query: query.query,
      start: String(from / 1_000),
      end: String(to / 1_000),
      step: String(stepSeconds),
      timeout: `${QUERY_TIMEOUT_SECONDS}s`,
      limit: String(MOST_SERIES),
    };
    const { data, notes } = await askPrometheus(connection, 'query_range', parameters, TIMEOUT_MS);
    const answer = matrixAnswer(data, 'Prometheus');
    return { series: answer.series, notes: [...notes, ...answer.notes] };
  });
}

/** The series of a matrix, as Prometheus and what took over its format write it. Throws `upstream-nonsense`. */
export function matrixAnswer(data: unknown, from: string): PartAnswer {
  const parsed = Matrix.safeParse(data);
  if (!parsed.success) {
    throw new OperationalError('upstream-nonsense', `${from} answered a range with something that is not a matrix`);
  }
  const { result } = parsed.data;
  const series = result.map(({ metric, values = [] }) => ({
    labels: metric,
    points: values.map(([at, text]): [number, number] => [at, text.trim() === '' ? Number.NaN : Number(text)]),
  }));
  const left = 'a native histogram was left out: ask for a quantile of it';
  return { series, notes: result.some(({ histograms }) => histograms !== undefined) ? [left] : [] };
}
