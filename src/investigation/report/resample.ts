import type { EpochMs } from '../time.ts';
import { MINUTE_MS, SECOND_MS } from '../time.ts';

/** A stretch of a series in equal steps, oldest first; a step without a point has no value. */
export interface Resampled {
  readonly stepMs: number;
  readonly steps: readonly { readonly at: EpochMs; readonly value?: number }[];
}

/**
 * Puts points of [unix seconds, value] into at most `most` equal steps of [from, to], each with the mean of its points.
 * The step is never finer than `finestMs`. Undefined where the stretch is empty or holds fewer than two values.
 */
export function resample(
  points: readonly (readonly [number, number])[],
  from: EpochMs,
  to: EpochMs,
  most: number,
  finestMs: number,
): Resampled | undefined {
  if (!(to > from) || !(finestMs > 0)) return undefined;
  const fitting = Math.ceil((to - from) / finestMs / most) * finestMs;
  // Whole minutes read better under a chart than 75 s.
  const stepMs = fitting > MINUTE_MS ? Math.ceil(fitting / MINUTE_MS) * MINUTE_MS : fitting;
  const first = Math.floor(from / stepMs);
  const count = Math.floor(to / stepMs) - first + 1;
  const sums = Array.from({ length: count }, () => ({ sum: 0, points: 0 }));
  for (const [seconds, value] of points) {
    const bucket = sums[Math.floor((seconds * SECOND_MS) / stepMs) - first];
    if (bucket === undefined || !Number.isFinite(value)) continue;
    bucket.sum += value;
    bucket.points += 1;
  }
  const steps = sums.map((bucket, index) => ({
    at: (first + index) * stepMs,
    ...(bucket.points === 0 ? {} : { value: bucket.sum / bucket.points }),
  }));
  // The ends are cut to what was measured: an unfinished last step would look like a gap.
  const start = steps.findIndex((step) => step.value !== undefined);
  const end = steps.findLastIndex((step) => step.value !== undefined);
  return end - start < 1 ? undefined : { stepMs, steps: steps.slice(start, end + 1) };
}
