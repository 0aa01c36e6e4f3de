import { answersKey } from '../../effects/answers-key.ts';
import { renderAnswers } from '../../investigation/commands/render-answers.ts';
import type { StoredCommand } from '../../investigation/commands/stored-command.ts';
import type { StoredRevert } from '../../investigation/commands/stored-revert.ts';
import type { Incident } from '../../investigation/incident/incident.ts';
import type { Transaction } from '../../storage/contract.ts';
import { rollbackAround } from './rollback-around.ts';

/**
 * Writes the incident's one comment of answers: what was commanded, how its reverts come along, and that a rollback was
 * seen. `commands` were read under the incident's lock, so that no other answer is lost.
 */
export async function tellAnswers(
  tx: Transaction,
  incident: Incident,
  commands: readonly StoredCommand[],
  webUrl: string,
): Promise<void> {
  const { installationId, id, repositoryId } = incident;
  const repository = await tx.repositories.get(installationId, repositoryId);
  const reverts = await tx.reverts.ofIncident(installationId, id);
  const rollback = await rollbackAround(tx, incident);
  const fullName = repository?.fullName ?? String(repositoryId);
  const body = renderAnswers({
    repository: { fullName, webUrl: `${webUrl}/${fullName}` },
    commands,
    reverts,
    others: await namesOf(tx, installationId, reverts, repositoryId),
    ...(rollback === undefined ? {} : { rollback }),
  });
  if (body === undefined) return;
  await tx.effects.want(installationId, {
    kind: 'issue-comment',
    naturalKey: answersKey(id),
    repositoryId,
    wanted: { body, on: { issueOf: id } },
  });
}

async function namesOf(
  tx: Transaction,
  installationId: number,
  reverts: readonly StoredRevert[],
  home: number,
): Promise<ReadonlyMap<number, string>> {
  const names = new Map<number, string>();
  for (const { repositoryId } of reverts) {
    if (repositoryId === home || names.has(repositoryId)) continue;
    const repository = await tx.repositories.get(installationId, repositoryId);
    names.set(repositoryId, repository?.fullName ?? String(repositoryId));
  }
  return names;
}
