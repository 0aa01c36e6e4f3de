import type { CaseSeries, SeriesKind } from '../../case.ts';
import type { EpochMs } from '../../time.ts';
import type { Bucketed } from '../series/bucketed-once.ts';
import { isOfSuccess } from '../series/is-of-success.ts';
import { median } from '../series/robust.ts';
import { stepChange } from '../series/step-change.ts';
import { disturbance } from './series-move.ts';

/**
 * The kinds of metrics whose names tell of the inside of a service: `evicted_keys`, `hit_ratio`. Errors, latency and
 * requests only tell that there is an incident.
 */
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
 * The metrics of the inside of services that clearly moved from `from` on, up or down: their names tell what kind of
 * trouble it is. Both ways count, since a cache that is no longer filled only gets emptier.
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
