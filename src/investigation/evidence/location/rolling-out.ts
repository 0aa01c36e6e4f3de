import type { DeployCandidate } from '../../candidates/list-candidates.ts';
import type { EpochMs } from '../../time.ts';

/**
 * Whether only a part of a service's instances ran the new version when the trouble began (between `from` and `to`): a rollout that was
 * under way or stopped half-way, a canary, or instances that say that they run different `versions`.
 */
export function isRollingOut(
  service: string,
  versions: ReadonlySet<string | undefined>,
  { deploys, from, to }: { deploys: readonly DeployCandidate[]; from: EpochMs; to: EpochMs },
): boolean {
  if (versions.size > 1) return true;
  return deploys.some((one) => {
    if (one.service !== service || one.veto === 'other-environment' || one.from > to) return false;
    const { endedAt, liveAt, rollout = [], versions: both } = one.deploy;
    if (endedAt !== undefined && endedAt < from) return false;
    const last = rollout.at(-1);
    const half = liveAt === undefined && (last?.replicas ?? 0) < (last?.of ?? 0);
    return one.live > from || half || (both !== undefined && versions.has(undefined));
  });
}
