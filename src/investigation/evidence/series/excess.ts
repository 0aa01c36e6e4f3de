import type { CaseSeries, SeriesKind } from '../../case.ts';
import type { EpochMs } from '../../time.ts';
import { type Baseline, type Level, learnBaseline, lowerBound } from './baseline.ts';
import { type BucketedSeries, bucketSeries } from './bucketed-series.ts';
import { isPercent } from './is-percent.ts';
import { quantile } from './robust.ts';

/** How a series speaks about harm: which way is bad, and by which noise its buckets scatter. */
export type Noise = 'counts' | 'ratio' | 'gauge';

/** A series as its distance from the usual, per bucket: positive is bad, in units of its usual scatter. */
export interface Excess {
  readonly series: CaseSeries;
  readonly bucketed: BucketedSeries;
  readonly noise: Noise;
  /** Observed and expected values on the modelled scale (counts; share of bad answers; logarithm of a latency). */
  readonly observed: Float64Array;
  readonly expected: Float64Array;
  /** Requests in the bucket, for a ratio or count whose denominator is known; else NaN. */
  readonly exposure: Float64Array;
  /** (observed − expected) / scale, signed so that positive is bad. */
  readonly residual: Float64Array;
  readonly scale: number;
  readonly baseline: Baseline;
  /** Buckets before this index were used to learn what is usual. */
  readonly usualUntil: number;
}

const FEWEST_USUAL = 2;
const LATENCY_SCALE_FLOOR = 0.05;
const RATIO_SCALE_FLOOR = 0.002;
const GAUGE_SCALE_FLOOR = 0.03;
const SMALLEST_LATENCY = 1e-6;

/**
 * Measures a series against its own past: everything before `until` is usual, however it scattered.
 * `requests` is the matching number of requests, where known. Null where fewer than two buckets of past are known: how they scatter could not be told.
 */
export function measureExcess(
  series: CaseSeries,
  until: EpochMs,
  askedAt: EpochMs,
  requests?: BucketedSeries,
  direction?: 1 | -1,
): Excess | null {
  const raw = bucketSeries(series, askedAt);
  const noise = noiseOf(series.kind);
  const percent = noise === 'ratio' && isPercent(series);
  const observed = raw.values.map((value) => modelled(value, series.kind, percent));
  const exposure = raw.starts.map((start) => (requests === undefined ? Number.NaN : valueAt(requests, start)));
  const bucketed: BucketedSeries = { ...raw, values: observed };
  const perRequest = noise === 'counts' && exposure.every((n) => n > 0);
  const shares = perRequest ? observed.map((count, i) => count / (exposure[i] as number)) : observed;
  const learned = learnBaseline({ ...bucketed, values: shares }, until, levelOf(noise, exposure));
  if (learned === null || learned.buckets < FEWEST_USUAL) return null;
  const expected = raw.starts.map((start, i) => learned.expected(start) * (perRequest ? (exposure[i] as number) : 1));
  const usualUntil = lowerBound(raw.starts, until - raw.stepMs + 1);
  const sign = direction ?? 1;
  const difference = observed.map((value, i) => sign * (value - (expected[i] as number)));
  const scale = usualScatter(difference.subarray(0, usualUntil), smallestScatter(series.kind, learned.expected(until)));
  return {
    series,
    bucketed,
    noise,
    observed,
    expected,
    exposure,
    residual: difference.map((value) => value / scale),
    scale,
    baseline: learned,
    usualUntil,
  };
}

function levelOf(noise: Noise, exposure: Float64Array): Level {
  if (noise === 'gauge') return 'median';
  if (exposure.every((n) => n > 0)) return { oneEvent: 1 / Math.max(1, quantile(exposure, 0.5)) };
  return noise === 'counts' ? { oneEvent: 1 } : 'median';
}

function noiseOf(kind: SeriesKind | undefined): Noise {
  if (kind === 'errors' || kind === 'requests') return 'counts';
  return kind === 'error_ratio' || kind === 'success_ratio' ? 'ratio' : 'gauge';
}

function modelled(value: number, kind: SeriesKind | undefined, percent: boolean): number {
  if (kind === 'latency') return Math.log(Math.max(value, SMALLEST_LATENCY));
  if (kind === 'success_ratio') return clamp(1 - value / (percent ? 100 : 1));
  if (kind === 'error_ratio') return clamp(value / (percent ? 100 : 1));
  return kind === 'errors' || kind === 'requests' ? Math.max(0, value) : value;
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share));
}

function valueAt(series: BucketedSeries, start: EpochMs): number {
  const index = lowerBound(series.starts, start);
  return series.starts[index] === start ? (series.values[index] as number) : Number.NaN;
}

/**
 * The scatter of the usual: 1.4826 × MAD, or the 80 % quantile of the distances where the tails are heavier than normal
 * ones, and never below what such a series resolves.
 */
function usualScatter(differences: Float64Array, smallest: number): number {
  const distances = differences.map(Math.abs);
  const robust = Math.max(1.4826 * quantile(distances, 0.5), quantile(distances, 0.8) / 1.282);
  return Math.max(robust, smallest);
}

function smallestScatter(kind: SeriesKind | undefined, level: number): number {
  const noise = noiseOf(kind);
  if (noise === 'counts') return Math.sqrt(Math.max(level, 0) + 0.5);
  if (noise === 'ratio') return RATIO_SCALE_FLOOR;
  return kind === 'latency' ? LATENCY_SCALE_FLOOR : Math.max(GAUGE_SCALE_FLOOR * Math.abs(level), 1e-9);
}
