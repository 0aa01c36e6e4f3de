import type { RecordedFacts } from '../../intake/github/contract.ts';
import type { Transaction } from '../../storage/contract.ts';
import { enqueueFollow } from '../reverts/enqueue-follow.ts';

/** Enqueues what follows from a delivery for commands and reverts: answers, stop labels, and drafts of ours that were merged. */
export async function enqueueCommands(tx: Transaction, facts: RecordedFacts): Promise<void> {
  const { installationId, commands = [], stopLabels = [], commits = [] } = facts;
  for (const command of commands) {
    const singletonKey = `${installationId}:${command.commentId}`;
    await tx.jobs.enqueue('answer-command', { installationId, command }, { singletonKey });
  }
  for (const { repositoryId, issueNumber, sender } of stopLabels) {
    await tx.jobs.enqueue('note-stop-label', { installationId, repositoryId, issueNumber, sender });
  }
  for (const { repositoryId, pullRequest, mergedAt } of commits) {
    if (pullRequest === undefined || mergedAt === undefined) continue;
    const revert = await tx.reverts.ofPull(installationId, repositoryId, pullRequest);
    if (revert !== undefined) await enqueueFollow(tx, installationId, revert.id);
  }
}
