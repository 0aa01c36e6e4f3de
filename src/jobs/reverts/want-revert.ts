import type { FoundSubject } from '../../investigation/commands/find-subject.ts';
import { isOpenRevert, type StoredRevert, subjectKey } from '../../investigation/commands/stored-revert.ts';
import type { Incident } from '../../investigation/incident/incident.ts';
import { code, type Sentence, sentence } from '../../investigation/sentence.ts';
import type { EpochMs } from '../../investigation/time.ts';
import type { Transaction } from '../../storage/contract.ts';

/** Who asks for a revert, and under which issue. */
export type RequestedRevert = Pick<StoredRevert, 'issueNumber' | 'by'>;

/** Keeps that a revert is wanted and enqueues its planning, unless the same change is being reverted already. Gives the answer. */
export async function wantRevert(
  tx: Transaction,
  incident: Incident,
  { issueNumber, by }: RequestedRevert,
  found: FoundSubject,
  now: EpochMs,
): Promise<readonly Sentence[]> {
  const { installationId, id: incidentId } = incident;
  const { repositoryId, revert: subject, deploy } = found;
  const open = await tx.reverts.lockOpen(installationId, repositoryId);
  const same = open.find((other) => subjectKey(other.subject) === subjectKey(subject));
  if (same !== undefined) return [alreadyOpen(same)];
  // In another repository the same number is another pull request.
  const where = repositoryId === incident.repositoryId ? '' : `${repositoryId}:`;
  const id = `${incidentId}:${where}${subjectKey(subject)}`;
  const before = await tx.reverts.get(installationId, id);
  if (before?.draft !== undefined) {
    return [
      sentence`The draft ${code(`#${before.draft.number}`)} was made before and is over: reopen it, or revert its merge.`,
    ];
  }
  await tx.reverts.save(installationId, {
    id,
    incidentId,
    repositoryId,
    issueNumber,
    subject,
    deploy,
    by,
    at: now,
    state: 'wanted',
    plans: 0,
  });
  await enqueueDraft(tx, installationId, id);
  return [sentence`Being planned; what becomes of it is told in this comment.`];
}

/** Enqueues the planning of a revert that is wanted. */
export function enqueueDraft(tx: Transaction, installationId: number, revertId: string): Promise<void> {
  const payload = { installationId, revertId };
  return tx.jobs.enqueue('draft-revert', payload, { singletonKey: `${installationId}:${revertId}` });
}

function alreadyOpen(revert: StoredRevert): Sentence {
  if (!isOpenRevert(revert) || revert.draft === undefined) return sentence`It is being reverted already.`;
  return sentence`It is being reverted already: see ${code(`#${revert.draft.number}`)}.`;
}
