import type { DeployCandidate } from '../../candidates/list-candidates.ts';
import type { Case, CaseSeries } from '../../case.ts';
import type { EpochMs } from '../../time.ts';
import type { CallGraph } from '../location/call-graph.ts';
import type { Bucketed } from '../series/bucketed-once.ts';
import { type LastingStep, lastingStep } from './lasting-step.ts';

/**
 * What each deploy has changed for good, by its id: the largest lasting step in a metric of the deployed service, of its calls,
 * or of something that it calls, as far as these are on the way to the alerting service. Steps that requests to the deployed
 * service made alike do not count.
 */
export function stepsByDeploy(
  { alert, series = [] }: Case,
  graph: CallGraph,
  deploys: readonly DeployCandidate[],
  onset: EpochMs,
  bucketed: Bucketed,
): Map<string, LastingStep> {
  const byService = Map.groupBy(
    series.filter((one) => !isOfVersion(one)),
    ({ service }) => service,
  );
  const leads = (place: string): boolean => graph.callersOf(place).has(alert.service);
  const found = new Map<string, LastingStep>();
  for (const { deploy, service, from, live, veto } of deploys) {
    if (veto !== undefined) continue;
    const span = { from, live, onset, bucketed };
    const own = byService.get(service) ?? [];
    const load = own.filter(isLoad).reduce((most, one) => Math.max(most, sizeOf(lastingStep(one, span))), 0);
    const callees = graph.calleesOf(service).flatMap((callee) => byService.get(callee) ?? []);
    const told = [
      ...own.filter((one) => !isLoad(one) && leads(one.peer ?? service)),
      ...callees.filter((one) => one.peer === undefined && leads(one.service)),
    ];
    for (const one of told) {
      const step = lastingStep(one, span, load);
      if (step !== null && sizeOf(step) > sizeOf(found.get(deploy.id) ?? null)) found.set(deploy.id, step);
    }
  }
  return found;
}

function isLoad({ kind, peer }: CaseSeries): boolean {
  return kind === 'requests' && peer === undefined;
}

/** What one version is asked begins or ends with its rollout, whatever the service is asked. */
function isOfVersion({ kind, peer, version }: CaseSeries): boolean {
  return kind === 'requests' && peer === undefined && version !== undefined;
}

function sizeOf(step: LastingStep | null): number {
  return Math.abs(step?.factor ?? 0);
}
