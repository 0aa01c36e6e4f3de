import type { Storage } from '../../storage/contract.ts';
import type { JobPayloads } from '../contract.ts';
import { configurationOf } from '../repositories/repository-configurations.ts';
import { tellAnswers } from './tell-answers.ts';

export interface TellRollback {
  readonly storage: Storage;
  readonly webUrl: string;
}

/** Tells in the issue that what was live was rolled back outside of git, and offers the revert that matches. */
export async function tellRollback(
  { storage, webUrl }: TellRollback,
  { installationId, incidentId }: JobPayloads['tell-rollback'],
): Promise<void> {
  await storage.transaction(async (tx) => {
    const incident = await tx.incidents.get(installationId, incidentId);
    if (incident === undefined) return;
    const { level } = await configurationOf(tx, installationId, incident.repositoryId);
    if (level === 'observe') return;
    await tellAnswers(tx, incident, await tx.commands.lockIncident(installationId, incidentId), webUrl);
  });
}
