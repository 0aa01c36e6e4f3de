import type { CaseDeploy } from '../../src/investigation/case.ts';
import type { Rollout } from './rollout.ts';
import type { Random } from './seeded-random.ts';

/** The record of each rollout that had begun when the verdict was asked for, oldest first. Ids are drawn: they betray nothing. */
export function deployRecords(
  random: Random,
  rollouts: readonly Rollout[],
  { base, askedAt }: { readonly base: number; readonly askedAt: number },
): ReadonlyMap<Rollout, CaseDeploy> {
  const begun = rollouts.filter(({ startedAt }) => startedAt <= askedAt).sort((a, b) => a.startedAt - b.startedAt);
  const ids = random.shuffled(begun.map((_, index) => `d${index}`));
  const ms = (seconds: number) => Math.round((base + seconds) * 1000);
  return new Map(
    begun.map((rollout, index) => {
      const { service, startedAt, liveAt } = rollout;
      const end =
        liveAt <= askedAt ? { liveAt: ms(liveAt), outcome: 'success' as const } : { outcome: 'in_progress' as const };
      const id = ids[index] ?? '';
      return [
        rollout,
        { id, service: service.name, environment: 'production', startedAt: ms(startedAt), ...end, kind: 'deploy' },
      ];
    }),
  );
}
