import { listOwnIssues } from '../../effects/list-own-issues.ts';
import { permissionsOf } from '../../effects/permissions-of.ts';
import { LOOK_BACK_MS } from '../../effects/post-history.ts';
import { MINUTE_MS } from '../../investigation/time.ts';
import { githubFailure } from '../../platform/github-failure.ts';
import { nameOfRepository } from '../../readers/repository/name-of-repository.ts';
import type { JobPayloads } from '../contract.ts';
import type { PublishDependencies } from './publish.ts';
import { writesAreOff } from './switches.ts';

const WRITES_ARE_OFF_MS = 10 * MINUTE_MS;

export type SweepDuplicates = Pick<PublishDependencies, 'storage' | 'access' | 'clock' | 'marker' | 'app' | 'own'> & {
  readonly isReadOnly?: boolean;
  /** Called for each issue that was closed as a duplicate. */
  readonly onDuplicate?: (number: number, of: number) => void;
};

/**
 * Closes issues of ours that were opened twice for one incident or week, with a pointer to the one that stays. A second
 * one comes of a lost answer and a list that lagged. The one that the store knows stays, since commands and our
 * comments belong to it. The text of the others is replaced, in one edit that can be repeated; what people wrote under
 * them stays.
 */
export async function sweepDuplicates(deps: SweepDuplicates, payload: JobPayloads['sweep-duplicates']): Promise<void> {
  const { storage, access, clock, own, onDuplicate } = deps;
  const { installationId, effectId } = payload;
  const effect = await storage.transaction(async (tx) => {
    if (deps.isReadOnly !== true && !(await writesAreOff(tx))) {
      return tx.effects.get(installationId, effectId);
    }
    const options = { startAt: clock.now() + WRITES_ARE_OFF_MS, singletonKey: `${installationId}:${effectId}:later` };
    await tx.jobs.enqueue('sweep-duplicates', payload, options);
    return undefined;
  });
  if (effect?.githubNumber === undefined || effect.firstPostAt === undefined) return;
  const { repositoryId, githubNumber } = effect;
  try {
    const octokit = await access.forRepository(installationId, repositoryId, permissionsOf('issue'));
    const { owner, repo } = await nameOfRepository(octokit, repositoryId);
    const looked = { ...deps, effect, octokit, repository: { owner, repo } };
    for (const { number } of await listOwnIssues(looked, effect.firstPostAt - LOOK_BACK_MS)) {
      if (number === githubNumber) continue;
      own.add({ repository: `${owner}/${repo}`, kind: 'issue', id: number });
      // Under another marker, so that no later listing takes it for the issue of this effect.
      const naturalKey = `${effect.naturalKey}:duplicate`;
      await octokit.rest.issues.update({
        owner,
        repo,
        issue_number: number,
        body: deps.marker.mark({ ...effect, naturalKey }, pointerTo(githubNumber)),
        state: 'closed',
        state_reason: 'duplicate',
      });
      onDuplicate?.(number, githubNumber);
    }
  } catch (error) {
    throw githubFailure(error, 'Looking for duplicate issues');
  }
}

function pointerTo(number: number): string {
  return `This issue was opened twice, because an answer from GitHub was lost. Please go on in #${number}: commands that are written here are not read.`;
}
