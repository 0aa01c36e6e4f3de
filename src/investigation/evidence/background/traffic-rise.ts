import type { Case } from '../../case.ts';
import type { EpochMs } from '../../time.ts';
import type { CallGraph } from '../location/call-graph.ts';
import { bucketedOnce } from '../series/bucketed-once.ts';
import type { BucketedSeries } from '../series/bucketed-series.ts';
import { median } from '../series/robust.ts';
import { stepChange } from '../series/step-change.ts';

/** What became of a service's requests with the onset, and where more of them came from. */
export interface TrafficRise {
  readonly service: string;
  /** Requests after over requests before; 1 where they did not rise clearly. */
  readonly factor: number;
  /**
   * `outside`: the services at the edge of the system that lead here got more requests too, and enough of them. `inside`: they did
   * not; somebody inside sends more (a retry storm, a loop), and that can be a deploy.
   */
  readonly from: 'outside' | 'inside';
}

const CLEAR_SCORE = 3;
const LEAST_FACTOR = 1.3;
/** Share of the extra requests that the edge must have got for them to have come from outside. */
const EXPLAINED = 0.5;

/** The services whose requests are known, by name; a rise is clear from three scatters and 30 % on. */
export function trafficRises(
  theCase: Case,
  graph: CallGraph,
  from: EpochMs,
  bucketed = bucketedOnce(theCase.askedAt),
): ReadonlyMap<string, TrafficRise> {
  const known = new Map<string, { factor: number; extra: number }>();
  for (const series of theCase.series ?? []) {
    if (series.kind !== 'requests' || series.peer !== undefined || series.version !== undefined) continue;
    const rise = riseOf(bucketed(series), from, theCase.askedAt);
    if (rise === null) continue;
    const before = known.get(series.service);
    if (before === undefined || rise.extra > before.extra) known.set(series.service, rise);
  }
  const rises = new Map<string, TrafficRise>();
  for (const [service, { factor, extra }] of known) {
    const told = edgesAbove(graph, service).filter((edge) => known.has(edge));
    const atEdges = told.reduce((sum, edge) => sum + (known.get(edge)?.extra ?? 0), 0);
    const outside = told.length === 0 || atEdges >= EXPLAINED * extra;
    rises.set(service, { service, factor: factor < LEAST_FACTOR ? 1 : factor, from: outside ? 'outside' : 'inside' });
  }
  return rises;
}

/**
 * More traffic from outside at the alerting service; where its requests are not known, at all services at the edge of the
 * system that lead to it, of which the smallest rise counts. Null where nothing rose.
 */
export function surgeFromOutside(
  rises: ReadonlyMap<string, TrafficRise>,
  graph: CallGraph,
  alerting: string,
): TrafficRise | null {
  const own = rises.get(alerting);
  const leading = own === undefined ? edgesAbove(graph, alerting).flatMap((edge) => rises.get(edge) ?? []) : [own];
  const smallest = leading.sort((a, b) => a.factor - b.factor)[0];
  return smallest !== undefined && smallest.factor > 1 && smallest.from === 'outside' ? smallest : null;
}

function edgesAbove(graph: CallGraph, service: string): string[] {
  return [...graph.callersOf(service).keys()].filter((caller) => graph.callersOf(caller).size === 1);
}

function riseOf(bucketed: BucketedSeries, from: EpochMs, askedAt: EpochMs): { factor: number; extra: number } | null {
  const level = median(bucketed.values);
  const change = stepChange(bucketed, from, askedAt, Math.max(0.05 * level, Math.sqrt(level + 0.5)));
  if (change === null) return null;
  if (change.score < CLEAR_SCORE) return { factor: 1, extra: 0 };
  const perMinute = 60_000 / bucketed.stepMs;
  return { factor: (change.after + 1) / (change.before + 1), extra: (change.after - change.before) * perMinute };
}
