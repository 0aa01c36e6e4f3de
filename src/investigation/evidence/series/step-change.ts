import type { EpochMs } from '../../time.ts';
import { ascending } from './ascending.ts';
import { lowerBound } from './baseline.ts';
import type { BucketedSeries } from './bucketed-series.ts';
import { median, quantile } from './robust.ts';

/** How far a series moved at one moment, next to how far it moves by itself. */
export interface StepChange {
  /** Move after the moment, in its own unit: positive is up. */
  readonly move: number;
  /** The move over what such moves usually scatter (placebo in time). */
  readonly score: number;
  /** Share of earlier pseudo-moments at which it moved at least as far, (1 + #) / (n + 1). */
  readonly placeboP: number;
  readonly before: number;
  readonly after: number;
}

const BEFORE_BUCKETS = 20;
const MOST_PLACEBOS = 60;

/**
 * The mean of the larger half of the buckets in [from, to) against the median of the 20 buckets before `from`, divided
 * by the scatter of the same figure at up to 60 earlier pseudo-moments. A bucket that `from` cuts counts as one after it
 * where more than half of it lies there. The larger half, because an incident does not fill every bucket; the placebo,
 * because it absorbs autocorrelation, drift and bursts without a model of them. `floor` is the smallest scatter that such
 * a series resolves. Null where no bucket lies before or none after.
 */
export function stepChange(
  series: BucketedSeries,
  from: EpochMs,
  to: EpochMs,
  floor: number,
  direction: 1 | -1 = 1,
): StepChange | null {
  const start = firstAfter(series, from);
  const end = lowerBound(series.starts, to);
  const width = end - start;
  if (width < 1 || start < 1) return null;
  const at = moveAt(series.values, start, end, direction);
  const placebos = placeboMoves(series.values, start, width, direction);
  // With fewer than five placebos the scatter is hardly known: it counts wider.
  const scatter = Math.max(scatterOf(placebos), floor) * (1 + 1 / (1 + placebos.length) ** 0.5);
  const exceeding = placebos.filter((move) => move >= at.move).length;
  return {
    move: direction * at.move,
    score: at.move / scatter,
    placeboP: (1 + exceeding) / (placebos.length + 1),
    before: at.before,
    after: at.after,
  };
}

/** The first bucket that lies after the moment, or most of it: of a long step that it falls into, not all is lost. */
function firstAfter({ starts, stepMs }: BucketedSeries, from: EpochMs): number {
  const next = lowerBound(starts, from);
  const cut = starts[next - 1];
  return cut !== undefined && from - cut < stepMs / 2 ? next - 1 : next;
}

interface Move {
  readonly move: number;
  readonly before: number;
  readonly after: number;
}

function moveAt(values: Float64Array, start: number, end: number, direction: 1 | -1): Move {
  const before = median(values.subarray(Math.max(0, start - BEFORE_BUCKETS), start));
  const after = ascending(values.subarray(start, end));
  const half = Math.ceil(after.length / 2);
  const larger = direction === 1 ? after.subarray(after.length - half) : after.subarray(0, half);
  const mean = larger.reduce((sum, value) => sum + value, 0) / half;
  return { move: direction * (mean - before), before, after: mean };
}

function placeboMoves(values: Float64Array, start: number, width: number, direction: 1 | -1): number[] {
  const first = Math.min(3, start);
  const last = start - width;
  const stride = Math.max(1, Math.ceil((last - first + 1) / MOST_PLACEBOS));
  const moves: number[] = [];
  for (let at = last; at >= first; at -= stride) moves.push(moveAt(values, at, at + width, direction).move);
  return moves;
}

/**
 * The standard deviation of normal moves whose sizes had this 75 % quantile: past incidents in up to a quarter of the
 * pseudo-moments do not count, bursts that come more often do.
 */
function scatterOf(moves: readonly number[]): number {
  return moves.length === 0 ? 0 : quantile(moves.map(Math.abs), 0.75) / 1.15;
}
