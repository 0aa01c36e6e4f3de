import { ascending } from './ascending.ts';

/** Median and spread that a few outliers cannot move. */
export interface RobustSpread {
  readonly median: number;
  /** 1.4826 × the median absolute deviation: the standard deviation where the values are normal. */
  readonly scale: number;
}

/** The q-quantile (0 to 1) of the values, with linear interpolation; NaN where there are none. */
export function quantile(values: ArrayLike<number>, q: number): number {
  const sorted = ascending(values);
  if (sorted.length === 0) return Number.NaN;
  const at = q * (sorted.length - 1);
  const below = Math.floor(at);
  const low = sorted[below] as number;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  return low + (high - low) * (at - below);
}

/** The middle value; NaN where there are none. */
export function median(values: ArrayLike<number>): number {
  return quantile(values, 0.5);
}

/** Median and scaled median absolute deviation; of [1, 2, 3, 4, 100] they are 3 and 1.4826. */
export function robustSpread(values: ArrayLike<number>): RobustSpread {
  const middle = median(values);
  const deviations = Float64Array.from(values, (value) => Math.abs(value - middle));
  return { median: middle, scale: 1.4826 * median(deviations) };
}
