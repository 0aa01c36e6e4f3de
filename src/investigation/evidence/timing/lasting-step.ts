import type { CaseSeries } from '../../case.ts';
import { type EpochMs, HOUR_MS, MINUTE_MS } from '../../time.ts';
import { lowerBound } from '../series/baseline.ts';
import { median, robustSpread } from '../series/robust.ts';
import { badDirections } from './bad-directions.ts';
import type { ClimbSpan } from './climb.ts';

/** A metric that has another level since a rollout. */
export interface LastingStep {
  readonly series: CaseSeries;
  readonly from: number;
  readonly to: number;
  /** ln of the new level over the old one. */
  readonly factor: number;
}

const SHORTEST_MS = 15 * MINUTE_MS;
const BEFORE_MS = HOUR_MS;
/** The levels just before and just after the rollout, so that the time of day has no part in the step. */
const BESIDE_MS = 10 * MINUTE_MS;
const FEWEST_BUCKETS = 5;
const CLEAR = 6;
/** A step is a rise by at least half, or a fall to two thirds or less, beyond what the requests did. */
const CLEAR_FACTOR = Math.log(1.5);
/** A step lasts where in each quarter of the time until the onset it is between half and twice as large. */
const KEPT = 0.5;
const GROWN = 2;
const PARTS = 4;

/**
 * Whether a metric stepped at a rollout that was over at least 15 minutes before the onset and kept its new level until then:
 * from the ten minutes before the rollout to the ten after it by at least six of its scatters, and by more than half as much
 * again beyond the factor (ln, 0 or more) by which the `load` on it changed. Null where not.
 */
export function lastingStep(
  series: CaseSeries,
  { from, live, onset, bucketed }: ClimbSpan,
  load = 0,
): LastingStep | null {
  if (onset - live < SHORTEST_MS) return null;
  const { starts, values } = bucketed(series);
  const between = (a: EpochMs, b: EpochMs): Float64Array =>
    values.subarray(lowerBound(starts, a), lowerBound(starts, b));
  const long = between(from - BEFORE_MS, from);
  const before = between(from - BESIDE_MS, from);
  const after = between(live, Math.min(onset, live + BESIDE_MS));
  if (before.length < FEWEST_BUCKETS || after.length < FEWEST_BUCKETS) return null;
  const [old, now] = [median(before), median(after)];
  if (Math.abs(Math.log(Math.abs(now) / Math.abs(old))) < CLEAR_FACTOR) return null;
  const { scale } = robustSpread(long);
  const least = Math.max(scale, 0.02 * Math.max(Math.abs(old), Math.abs(now)), 1e-9);
  const step = now - old;
  if (!directions(series).some((sign) => sign * step > 0)) return null;
  if (Math.abs(step) < CLEAR * least || Math.abs(median(long) - old) > KEPT * Math.abs(step)) return null;
  const factor = Math.log((Math.abs(now) + least) / (Math.abs(old) + least));
  if (Math.abs(factor) < CLEAR_FACTOR + load) return null;
  for (let part = 0; part < PARTS; part++) {
    const at = live + (part * (onset - live)) / PARTS;
    const level = between(at, at + (onset - live) / PARTS);
    const kept = (median(level) - old) / step;
    if (kept < KEPT || kept > GROWN) return null;
  }
  return { series, from: old, to: now, factor };
}

/** What is filled or slower is a burden, what is emptier has only been started anew; of all else both ways tell. */
function directions(series: CaseSeries): readonly (1 | -1)[] {
  const work = series.kind === 'requests' || series.kind === 'throughput';
  return work ? [1, -1] : badDirections(series);
}
