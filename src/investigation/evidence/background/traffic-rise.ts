import type { Case, CaseSeries } from '../../case.ts';
import { type EpochMs, MINUTE_MS } from '../../time.ts';
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
  /** As many requests came before, half an hour ago or earlier, and the trouble did not come with them. */
  readonly familiar: boolean;
}

/** What a series of requests tells by itself. */
type Rise = Pick<TrafficRise, 'factor' | 'familiar'> & { readonly extra: number };

const CLEAR_SCORE = 3;
const LEAST_FACTOR = 1.3;
/** So many buckets of about as many requests, so long before the onset that they are no part of the same rise, are no chance. */
const AS_MUCH = 0.95;
const FEWEST_SEEN = 3;
const LONG_AGO_MS = 30 * MINUTE_MS;
/** Share of the extra requests that the edge must have got for them to have come from outside. */
const EXPLAINED = 0.5;

/** The services whose requests are known, by name; a rise is clear from three scatters and 30 % on. */
export function trafficRises(
  theCase: Case,
  graph: CallGraph,
  from: EpochMs,
  bucketed = bucketedOnce(theCase.askedAt),
): ReadonlyMap<string, TrafficRise> {
  const known = new Map<string, Rise>();
  for (const [service, series] of requestsByService(theCase)) {
    const rise = riseOf(bucketed(series), from, theCase.askedAt);
    if (rise === null) continue;
    const before = known.get(service);
    if (before === undefined || rise.extra > before.extra) known.set(service, rise);
  }
  const rises = new Map<string, TrafficRise>();
  for (const [service, { factor, extra, familiar }] of known) {
    const told = edgesAbove(graph, service).filter((edge) => known.has(edge));
    const atEdges = told.reduce((sum, edge) => sum + (known.get(edge)?.extra ?? 0), 0);
    const outside = told.length === 0 || atEdges >= EXPLAINED * extra;
    const rose = factor < LEAST_FACTOR ? 1 : factor;
    rises.set(service, { service, factor: rose, from: outside ? 'outside' : 'inside', familiar });
  }
  return rises;
}

/** The series of requests to each service; where it counts none itself, those that are counted on the calls to it. */
function requestsByService({ series = [] }: Case): [string, CaseSeries][] {
  const all = series.filter(({ kind, version }) => kind === 'requests' && version === undefined);
  const counting = new Set(all.flatMap(({ service, peer }) => (peer === undefined ? [service] : [])));
  return all.flatMap((one): [string, CaseSeries][] => {
    if (one.peer === undefined) return [[one.service, one]];
    return counting.has(one.peer) ? [] : [[one.peer, one]];
  });
}

/**
 * More traffic from outside at the alerting service; where its requests are not known, at all services at the edge of the
 * system that lead to it, else at all that it alone calls (at all there are, where no call is known), of which the smallest rise
 * counts. Null where nothing rose.
 */
export function surgeFromOutside(
  rises: ReadonlyMap<string, TrafficRise>,
  graph: CallGraph,
  alerting: string,
): TrafficRise | null {
  const own = rises.get(alerting);
  const of = (services: Iterable<string>): TrafficRise[] => [...services].flatMap((one) => rises.get(one) ?? []);
  const above = own === undefined ? of(edgesAbove(graph, alerting)) : [own];
  const leading = above.length > 0 ? above : of(graph.known ? calledByItAlone(graph, alerting) : rises.keys());
  const smallest = leading.sort((a, b) => a.factor - b.factor)[0];
  return smallest !== undefined && smallest.factor > 1 && smallest.from === 'outside' ? smallest : null;
}

function calledByItAlone(graph: CallGraph, service: string): string[] {
  return graph
    .calleesOf(service)
    .filter((callee) => [...graph.callersOf(callee)].every(([caller, steps]) => steps !== 1 || caller === service));
}

function edgesAbove(graph: CallGraph, service: string): string[] {
  return [...graph.callersOf(service).keys()].filter((caller) => graph.callersOf(caller).size === 1);
}

function riseOf(bucketed: BucketedSeries, from: EpochMs, askedAt: EpochMs): Rise | null {
  const level = median(bucketed.values);
  const change = stepChange(bucketed, from, askedAt, Math.max(0.05 * level, Math.sqrt(level + 0.5)));
  if (change === null) return null;
  if (change.score < CLEAR_SCORE) return { factor: 1, extra: 0, familiar: false };
  const perMinute = 60_000 / bucketed.stepMs;
  return {
    factor: (change.after + 1) / (change.before + 1),
    extra: (change.after - change.before) * perMinute,
    familiar: wasSeen(bucketed, from, change.after),
  };
}

/** Whether the level was reached before, for long enough to be no chance. */
function wasSeen({ starts, values }: BucketedSeries, from: EpochMs, level: number): boolean {
  let reached = 0;
  for (let i = 0; i < values.length && (starts[i] as number) < from - LONG_AGO_MS; i++) {
    if ((values[i] as number) >= AS_MUCH * level) reached += 1;
  }
  return reached >= FEWEST_SEEN;
}
