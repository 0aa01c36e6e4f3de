import type { DeployCandidate } from '../../candidates/list-candidates.ts';
import type { Case } from '../../case.ts';
import { type EpochMs, MINUTE_MS } from '../../time.ts';
import type { CallGraph } from '../location/call-graph.ts';
import type { Bucketed } from '../series/bucketed-once.ts';
import { type SlowBurn, slowBurn } from './slow-burn.ts';

/** Deploys that lie at most this much further than the nearest one from where a climb began fit it as well. */
const AS_NEAR_MS = 3 * MINUTE_MS;

/**
 * What has climbed since each deploy, by its id: a metric of the deployed service, or of something that it calls and that the
 * alerting service needs (a cache, a disk, a queue, a database). Where several who call it were deployed, a climb belongs to
 * those nearest to its beginning.
 */
export function burnsByDeploy(
  { alert, series = [] }: Case,
  graph: CallGraph,
  deploys: readonly DeployCandidate[],
  onset: EpochMs,
  bucketed: Bucketed,
): Map<string, SlowBurn> {
  const byService = Map.groupBy(series, ({ service }) => service);
  const all = deploys.flatMap((candidate) => {
    if (candidate.veto !== undefined) return [];
    const { service, from, live } = candidate;
    const filled = graph.calleesOf(service).filter((callee) => graph.callersOf(callee).has(alert.service));
    return [service, ...filled].flatMap((place) => {
      const burn = slowBurn(byService.get(place) ?? [], place, live, onset, { from, bucketed });
      return burn === null ? [] : [{ id: candidate.deploy.id, burn, away: distance(burn.began, candidate) }];
    });
  });
  const found = new Map<string, SlowBurn>();
  for (const group of Map.groupBy(all, ({ burn }) => burn.series.service).values()) {
    const nearest = Math.min(...group.map(({ away }) => away));
    for (const { id, burn, away } of group) {
      const known = found.get(id);
      if (away > nearest + AS_NEAR_MS || (known !== undefined && !isStronger(burn, known))) continue;
      found.set(id, burn);
    }
  }
  return found;
}

/** How far a moment lies outside a rollout. */
function distance(at: EpochMs, { from, live }: DeployCandidate): number {
  return Math.max(0, from - at, at - live);
}

function isStronger(one: SlowBurn, other: SlowBurn): boolean {
  return one.full === other.full ? one.rise > other.rise : one.full;
}
