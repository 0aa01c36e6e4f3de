import { z } from 'zod';
import { OperationalError } from '../../platform/errors.ts';
import type { Connection, TelemetryQuery } from './contract.ts';
import { askPrometheus, type PrometheusOptions } from './prometheus-api.ts';

/** One answered series: its labels and its points, [unix seconds, value], oldest first. */
export interface RangeSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly points: readonly (readonly [number, number])[];
}

export interface RangeAnswer {
  readonly series: readonly RangeSeries[];
  readonly stepSeconds: number;
  readonly partial: readonly string[];
}

/** Prometheus refuses a range of more than 11,000 points a series. */
const MOST_POINTS_PER_ASK = 10_000;
const MOST_ASKS = 4;
const MOST_SERIES = 1_000;
const MOST_POINTS = 200_000;
const COARSER = 10;
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
type Matrix = z.infer<typeof Matrix>;

/**
 * Reads a range, in parts where it has too many points for one. What cannot be read whole is cut and told: a coarser
 * step for a very long range or a very large answer, and at most 200,000 points.
 */
export async function readPrometheusRange(
  query: TelemetryQuery,
  connection: Connection<PrometheusOptions>,
): Promise<RangeAnswer> {
  const points = (query.to - query.from) / 1_000 / query.stepSeconds + 1;
  const times = Math.ceil(points / (MOST_POINTS_PER_ASK * MOST_ASKS));
  const stepSeconds = query.stepSeconds * Math.max(1, times);
  const coarser = (seconds: number) => `the range was read in steps of ${seconds} s instead of ${query.stepSeconds} s`;
  const partial = times > 1 ? [coarser(stepSeconds)] : [];
  try {
    return await readInParts(query, stepSeconds, connection, partial);
  } catch (error) {
    if (!(error instanceof OperationalError) || error.code !== 'upstream-too-large') throw error;
    return readInParts(query, stepSeconds * COARSER, connection, [coarser(stepSeconds * COARSER)]);
  }
}

async function readInParts(
  query: TelemetryQuery,
  stepSeconds: number,
  connection: Connection<PrometheusOptions>,
  remarks: readonly string[],
): Promise<RangeAnswer> {
  const stepMs = stepSeconds * 1_000;
  const byLabels = new Map<string, { labels: Record<string, string>; values: (readonly [number, string])[] }>();
  const partial = new Set(remarks);
  for (let from = query.from; from <= query.to; from += MOST_POINTS_PER_ASK * stepMs) {
    const to = Math.min(query.to, from + (MOST_POINTS_PER_ASK - 1) * stepMs);
    const { data, notes } = await askPrometheus(
      connection,
      'query_range',
      {
        query: query.query,
        start: String(from / 1_000),
        end: String(to / 1_000),
        step: String(stepSeconds),
        timeout: `${QUERY_TIMEOUT_SECONDS}s`,
        limit: String(MOST_SERIES),
      },
      TIMEOUT_MS,
    );
    for (const note of notes) partial.add(note);
    for (const { metric, values, histograms } of matrixOf(data).result) {
      if (histograms) partial.add('a native histogram was left out: ask for a quantile of it');
      const key = JSON.stringify(Object.entries(metric).sort(([a], [b]) => (a < b ? -1 : 1)));
      const known = byLabels.get(key) ?? { labels: metric, values: [] };
      byLabels.set(key, { ...known, values: [...known.values, ...(values ?? [])] });
    }
  }
  return { series: cut([...byLabels.values()].map(cleaned), partial), stepSeconds, partial: [...partial] };
}

function matrixOf(data: unknown): Matrix {
  const parsed = Matrix.safeParse(data);
  if (parsed.success) return parsed.data;
  throw new OperationalError('upstream-nonsense', 'Prometheus answered a range with something that is not a matrix');
}

/** Values that are no number are missing points; points come oldest first and once; of two the later one counts. */
function cleaned({
  labels,
  values,
}: {
  labels: Record<string, string>;
  values: (readonly [number, string])[];
}): RangeSeries {
  const byTime = new Map<number, number>();
  for (const [at, text] of values) {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (Number.isFinite(value)) byTime.set(at, value);
  }
  return { labels, points: [...byTime].sort(([a], [b]) => a - b) };
}

function cut(all: readonly RangeSeries[], partial: Set<string>): readonly RangeSeries[] {
  const kept: RangeSeries[] = [];
  let left = MOST_POINTS;
  for (const series of all) {
    if (series.points.length > left || kept.length === MOST_SERIES) break;
    left -= series.points.length;
    kept.push(series);
  }
  if (kept.length < all.length)
    partial.add(`only ${kept.length} of ${all.length} series were read: the answer was too large`);
  return kept;
}
