import type { Case, CaseSeries } from '../../case.ts';
import type { EpochMs } from '../../time.ts';
import type { CallGraph } from '../location/call-graph.ts';
import { bucketSeries } from '../series/bucketed-series.ts';
import { median } from '../series/robust.ts';
import { stepChange } from '../series/step-change.ts';

/** More traffic than usual came in from outside since the onset. */
export interface TrafficSurge {
  /** Requests after over requests before, at the edge. */
  readonly factor: number;
  readonly service: string;
}

const CLEAR_SCORE = 3;
const LEAST_FACTOR = 1.3;

/**
 * Whether the requests of the alerting service rose, and those of the services at the edge of the system that lead to it
 * rose with them. Where only the inner requests rose, somebody inside sends more (a retry storm), and that can be a deploy.
 * Null where nothing rose clearly (three scatters and 30 %) or no requests are known.
 */
export function trafficSurge(theCase: Case, graph: CallGraph, from: EpochMs): TrafficSurge | null {
  const { alert, askedAt } = theCase;
  const rises = new Map<string, number>();
  for (const series of theCase.series ?? []) {
    if (series.kind !== 'requests' || series.peer !== undefined || series.version !== undefined) continue;
    const factor = riseOf(series, from, askedAt);
    if (factor !== null) rises.set(series.service, Math.max(rises.get(series.service) ?? 0, factor));
  }
  const leading = graph.callersOf(alert.service);
  const edges = [...leading.keys()].filter((service) => isEdge(graph, service) && rises.has(service));
  const witnesses = new Set([...(rises.has(alert.service) ? [alert.service] : []), ...edges]);
  if (witnesses.size === 0) return null;
  let smallest: TrafficSurge | null = null;
  for (const service of witnesses) {
    const factor = rises.get(service) as number;
    if (smallest === null || factor < smallest.factor) smallest = { factor, service };
  }
  return smallest !== null && smallest.factor >= LEAST_FACTOR ? smallest : null;
}

function isEdge(graph: CallGraph, service: string): boolean {
  return graph.callersOf(service).size === 1;
}

function riseOf(series: CaseSeries, from: EpochMs, askedAt: EpochMs): number | null {
  const bucketed = bucketSeries(series, askedAt);
  const level = median(bucketed.values);
  const change = stepChange(bucketed, from, askedAt, Math.max(0.05 * level, Math.sqrt(level + 0.5)));
  if (change === null) return null;
  return change.score < CLEAR_SCORE ? 1 : (change.after + 1) / (change.before + 1);
}
