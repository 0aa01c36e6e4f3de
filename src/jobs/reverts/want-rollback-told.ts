import type { Incident } from '../../investigation/incident/incident.ts';
import { lastRollback } from '../../investigation/ledger/last-rollback.ts';
import type { Transaction } from '../../storage/contract.ts';
import { deploysOfIncident } from './deploys-of-incident.ts';

/** Enqueues `tell-rollback` where an incident's deploys say that its service was rolled back outside of git. */
export async function wantRollbackTold(tx: Transaction, incident: Incident): Promise<void> {
  const { installationId, id: incidentId } = incident;
  if (lastRollback(await deploysOfIncident(tx, incident), incident) === undefined) return;
  const payload = { installationId, incidentId };
  await tx.jobs.enqueue('tell-rollback', payload, { singletonKey: `${installationId}:${incidentId}` });
}
