import { byPermission } from '../../investigation/commands/authorise.ts';
import type { OpenLiveFacts } from '../../readers/repository/live-facts.ts';
import type { Storage } from '../../storage/contract.ts';
import type { JobPayloads } from '../contract.ts';
import { keepStopLabelJudgement } from './stop-label-judgement.ts';

export interface NoteStopLabel {
  readonly storage: Storage;
  readonly openLiveFacts: OpenLiveFacts;
}

/** Asks whether whoever put the stop label on an issue has write access, and keeps the answer. */
export async function noteStopLabel(
  { storage, openLiveFacts }: NoteStopLabel,
  { installationId, repositoryId, issueNumber, sender }: JobPayloads['note-stop-label'],
): Promise<void> {
  const facts = await openLiveFacts(installationId, repositoryId);
  const isPerson = sender.type === 'User';
  const mayStop = isPerson && byPermission(await facts.permission(sender)).allowed;
  await storage.transaction((tx) =>
    keepStopLabelJudgement(tx, installationId, repositoryId, issueNumber, mayStop ? 'may-stop' : 'may-not-stop'),
  );
}
