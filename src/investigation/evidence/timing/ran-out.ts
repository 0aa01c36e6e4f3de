import type { DeployCandidate } from '../../candidates/list-candidates.ts';
import type { Case, CaseSeries } from '../../case.ts';
import { type EpochMs, HOUR_MS, MINUTE_MS } from '../../time.ts';
import type { CallGraph } from '../location/call-graph.ts';
import { lowerBound } from '../series/baseline.ts';
import type { Bucketed } from '../series/bucketed-once.ts';
import { median } from '../series/robust.ts';
import { lineThrough } from './line-through.ts';

/** A metric that ran steadily to its end, which it reached when the trouble began, with no deploy at its beginning. */
export interface RanOut {
  readonly series: CaseSeries;
  /** An hour before the onset, and at the onset. */
  readonly from: number;
  readonly to: number;
}

const FEWEST_BUCKETS = 20;
const FIRST_BUCKETS = 10;
const STRAIGHT = 0.95;
/** A deploy that close to where the line began may have begun it. */
const NEAR_MS = 15 * MINUTE_MS;
/** The end of what is counted in percent; of all else, what is left of the level an hour before. */
const FULL_PERCENT = 97;
const EMPTY_PERCENT = 3;
const LEFT = 0.05;
const WORK: ReadonlySet<string | undefined> = new Set(['requests', 'throughput', 'errors', 'error_ratio', 'latency']);

/**
 * What the alerting service or something that it needs had less and less of (a disk's room, burst credits, a quota) until the
 * onset: in a straight line through the last hour, down to nothing or up to a hundred percent. Not where the line began with a deploy.
 * Of several the straightest; null where none.
 */
export function ranOut(
  { alert, series = [] }: Case,
  graph: CallGraph,
  deploys: readonly DeployCandidate[],
  onset: EpochMs,
  bucketed: Bucketed,
): RanOut | null {
  let straightest: (RanOut & { readonly correlation: number }) | null = null;
  for (const one of series) {
    if (WORK.has(one.kind) || one.peer !== undefined || !graph.callersOf(one.service).has(alert.service)) continue;
    const { starts, values } = bucketed(one);
    const last = lowerBound(starts, onset);
    const first = lowerBound(starts, onset - HOUR_MS);
    if (last - first < FEWEST_BUCKETS) continue;
    const line = lineThrough(starts.subarray(first, last), values.subarray(first, last));
    const [from, to] = [line.at(onset - HOUR_MS), line.at(onset)];
    if (Math.abs(line.correlation) < STRAIGHT || !isAtItsEnd(one, from, to)) continue;
    const began = onset - (to - median(values.subarray(0, FIRST_BUCKETS))) / line.slope;
    if (deploys.some(({ from: begins, live }) => began > begins - NEAR_MS && began < live + NEAR_MS)) continue;
    const correlation = Math.abs(line.correlation);
    if (correlation > (straightest?.correlation ?? 0)) straightest = { series: one, from, to, correlation };
  }
  return straightest;
}

function isAtItsEnd({ unit = '' }: CaseSeries, from: number, to: number): boolean {
  const percent = /percent|%/i.test(unit) ? 1 : /ratio/i.test(unit) ? 100 : null;
  if (percent === null) return from > 0 && to <= LEFT * from;
  return to > from ? to * percent >= FULL_PERCENT : to * percent <= EMPTY_PERCENT;
}
