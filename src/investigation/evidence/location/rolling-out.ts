import type { DeployCandidate } from '../../candidates/list-candidates.ts';
import type { CaseSeries } from '../../case.ts';
import type { EpochMs } from '../../time.ts';
import { versionRuns } from '../series/version-runs.ts';

interface RolloutScene {
  readonly deploys: readonly DeployCandidate[];
  readonly series: readonly CaseSeries[];
  /** When the trouble began, at the earliest and at the latest. */
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly askedAt: EpochMs;
}

/**
 * Whether only a part of a service's instances ran the new version when the trouble began (between `from` and `to`): a rollout that was
 * under way or stopped half-way, a canary whose two versions both ran then, or instances that say that they run
 * different `versions`.
 */
export function isRollingOut(
  service: string,
  versions: ReadonlySet<string | undefined>,
  { deploys, series, from, to, askedAt }: RolloutScene,
): boolean {
  if (versions.size > 1) return true;
  return deploys.some((one) => {
    if (one.service !== service || one.veto === 'other-environment' || one.from > to) return false;
    const { endedAt, liveAt, rollout = [], versions: both } = one.deploy;
    if (endedAt !== undefined && endedAt < from) return false;
    const last = rollout.at(-1);
    const half = liveAt === undefined && (last?.replicas ?? 0) < (last?.of ?? 0);
    return one.live > from || half || (versions.has(undefined) && [both?.new, both?.old].every(ran));
  });

  function ran(version: string | undefined): boolean {
    if (version === undefined) return false;
    const runs = versionRuns(series, service, askedAt).get(version) ?? [];
    return runs.some((run) => run.from <= to && run.to > from);
  }
}
