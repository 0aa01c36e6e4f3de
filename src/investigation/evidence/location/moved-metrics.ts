import type { CaseSeries, SeriesKind } from '../../case.ts';
import type { EpochMs } from '../../time.ts';
import type { Bucketed } from '../series/bucketed-once.ts';
import { isOfSuccess } from '../series/is-of-success.ts';
import { median } from '../series/robust.ts';
import { stepChange } from '../series/step-change.ts';
import { disturbance } from './series-move.ts';

/** What is inside a service is called by what it is: `evicted_keys`, `hit_ratio`. That it is slow, fails or has much to do is the incident itself. */
const INSIDE: ReadonlySet<SeriesKind | undefined> = new Set<SeriesKind | undefined>([
  'saturation',
  'throughput',
  'other',
  undefined,
]);
/** ln of a likelihood ratio: twenty to one that it was disturbed. */
const CLEAR = 3;
const FLOOR = 0.03;

/**
 * The metrics of insides that clearly moved from `from` on, up or down: what they are called tells what kind of trouble it is. A
 * cache that is no longer filled gets emptier, and nothing is worse for that there.
 */
export function movedMetrics(
  series: readonly CaseSeries[],
  from: EpochMs,
  askedAt: EpochMs,
  bucketed: Bucketed,
): CaseSeries[] {
  return series.filter((one) => {
    const inside = INSIDE.has(one.kind) || (one.kind === 'success_ratio' && !isOfSuccess(one));
    if (!inside || one.peer !== undefined) return false;
    const raw = bucketed(one);
    const floor = Math.max(FLOOR * Math.abs(median(raw.values)), 1e-9);
    return ([1, -1] as const).some((direction) => {
      const change = stepChange(raw, from, askedAt, floor, direction);
      return change !== null && disturbance(change.score) >= CLEAR;
    });
  });
}
