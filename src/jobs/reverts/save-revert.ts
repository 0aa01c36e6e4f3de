import type { StoredRevert } from '../../investigation/commands/stored-revert.ts';
import type { Transaction } from '../../storage/contract.ts';
import { tellAnswers } from './tell-answers.ts';

/**
 * Saves what became of a revert and tells it, unless somebody else moved it on meanwhile: `from` is the revert as it was
 * read. Gives whether it was saved.
 */
export async function saveRevert(
  tx: Transaction,
  installationId: number,
  from: StoredRevert,
  to: StoredRevert,
  webUrl: string,
): Promise<boolean> {
  const incident = await tx.incidents.get(installationId, from.incidentId);
  if (incident === undefined) return false;
  const commands = await tx.commands.lockIncident(installationId, incident.id);
  const now = await tx.reverts.get(installationId, from.id);
  if (now?.state !== from.state || now.plans !== from.plans) return false;
  await tx.reverts.save(installationId, to);
  await tellAnswers(tx, incident, commands, webUrl);
  return true;
}
