import type { Suspect } from './verdict.ts';

/** A deploy with all that is suspected in it. */
export interface SuspectDeploy {
  readonly deploy: string | null;
  /** The sum over its suspects. */
  readonly probability: number;
  /** In the order in which they were given. */
  readonly suspects: readonly Suspect[];
}

/** The suspects put together by deploy, the most probable deploy first; of equals the one that comes first in the list. */
export function byDeploy(suspects: readonly Suspect[]): readonly SuspectDeploy[] {
  const groups = Map.groupBy(suspects, (one) => one.deploy ?? one);
  return [...groups.values()]
    .map((own) => ({
      deploy: own[0]?.deploy ?? null,
      probability: own.reduce((sum, { probability }) => sum + probability, 0),
      suspects: own,
    }))
    .sort((one, other) => other.probability - one.probability);
}
