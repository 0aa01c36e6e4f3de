import type { CaseSeries } from '../../case.ts';

/** No share is larger than 1; rounding and a counter that is read late may bring a little more. */
const LARGEST_SHARE = 1.5;

/** Whether a ratio is written in percent: its unit says so, or its values do. */
export function isPercent({ unit = '', points }: CaseSeries): boolean {
  return /percent|%/i.test(unit) || points.some(([, value]) => value > LARGEST_SHARE);
}
