import { OperationalError } from '../../../platform/errors.ts';
import type { TelemetryQuery } from '../contract.ts';

/** One answered series: its labels and its points, [unix seconds, value], oldest first. */
export interface LabelledSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly points: readonly (readonly [number, number])[];
}

export interface RangeAnswer {
  readonly series: readonly LabelledSeries[];
  readonly stepSeconds: number;
  /** What is missing, in words for "not checked". */
  readonly partial: readonly string[];
}

/** What is asked of a vendor at once; both ends belong to it. */
export interface RangePart {
  readonly from: number;
  readonly to: number;
  readonly stepSeconds: number;
}

/** What a vendor answered to one part, as it came: unsorted, double and not-a-number points are welcome. */
export interface PartAnswer {
  readonly series: readonly LabelledSeries[];
  readonly notes: readonly string[];
}

export interface RangeLimits {
  /** The most points of a series that the vendor answers at once. */
  readonly pointsPerAsk: number;
  /** The step as the vendor takes it: the next one that is no finer. Default: any. */
  readonly step?: (seconds: number) => number;
}

const MOST_ASKS = 4;
const MOST_SERIES = 1_000;
const MOST_POINTS = 200_000;
const COARSER = 10;

/**
 * Reads a range from any vendor, in at most four parts. What cannot be read whole is cut and told: a coarser step for a
 * very long range or an answer that is too large, at most 1,000 series and 200,000 points. Points that are no number
 * are left out; points come oldest first and once, and of two the later one counts.
 */
export async function readRange(
  query: TelemetryQuery,
  { pointsPerAsk, step = (seconds) => seconds }: RangeLimits,
  ask: (part: RangePart) => Promise<PartAnswer>,
): Promise<RangeAnswer> {
  const points = (query.to - query.from) / 1_000 / query.stepSeconds + 1;
  const times = Math.max(1, Math.ceil(points / (pointsPerAsk * MOST_ASKS)));
  const inSteps = (stepSeconds: number) => {
    const remark = `the range was read in steps of ${stepSeconds} s instead of ${query.stepSeconds} s`;
    return readInParts(query, stepSeconds, pointsPerAsk, stepSeconds === query.stepSeconds ? [] : [remark], ask);
  };
  const stepSeconds = step(query.stepSeconds * times);
  try {
    return await inSteps(stepSeconds);
  } catch (error) {
    if (!(error instanceof OperationalError) || error.code !== 'upstream-too-large') throw error;
    return inSteps(step(stepSeconds * COARSER));
  }
}

async function readInParts(
  query: TelemetryQuery,
  stepSeconds: number,
  pointsPerAsk: number,
  remarks: readonly string[],
  ask: (part: RangePart) => Promise<PartAnswer>,
): Promise<RangeAnswer> {
  const stepMs = stepSeconds * 1_000;
  const byLabels = new Map<string, { labels: LabelledSeries['labels']; points: Map<number, number> }>();
  const partial = new Set(remarks);
  for (let from = query.from; from <= query.to; from += pointsPerAsk * stepMs) {
    const to = Math.min(query.to, from + (pointsPerAsk - 1) * stepMs);
    const { series, notes } = await ask({ from, to, stepSeconds });
    for (const note of notes) partial.add(note);
    for (const { labels, points } of series) {
      const key = JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
      const known = byLabels.get(key) ?? { labels, points: new Map<number, number>() };
      byLabels.set(key, known);
      for (const [at, value] of points) if (Number.isFinite(value)) known.points.set(at, value);
    }
  }
  const all = [...byLabels.values()].map(({ labels, points }) => ({
    labels,
    points: [...points].sort(([a], [b]) => a - b),
  }));
  return { series: cut(all, partial), stepSeconds, partial: [...partial] };
}

function cut(all: readonly LabelledSeries[], partial: Set<string>): readonly LabelledSeries[] {
  const kept: LabelledSeries[] = [];
  let left = MOST_POINTS;
  for (const series of all) {
    if (series.points.length > left || kept.length === MOST_SERIES) break;
    left -= series.points.length;
    kept.push(series);
  }
  if (kept.length < all.length) {
    partial.add(`only ${kept.length} of ${all.length} series were read: the answer was too large`);
  }
  return kept;
}
