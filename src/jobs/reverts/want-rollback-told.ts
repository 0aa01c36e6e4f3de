import type { Incident } from '../../investigation/incident/incident.ts';
import { lastRollback } from '../../investigation/ledger/last-rollback.ts';
import type { LedgerDeploy } from '../../investigation/ledger/ledger-deploy.ts';
import type { Transaction } from '../../storage/contract.ts';

/** Has it told that an incident's service was rolled back outside of git, where its deploys say so. */
export async function wantRollbackTold(
  tx: Transaction,
  incident: Incident,
  deploys: readonly LedgerDeploy[],
): Promise<void> {
  const { installationId, id: incidentId, repositoryId, service, environment } = incident;
  const own = deploys.filter(
    (deploy) =>
      deploy.repositoryId === repositoryId && deploy.service === service && deploy.environment === environment,
  );
  if (lastRollback(own, incident) === undefined) return;
  const payload = { installationId, incidentId };
  await tx.jobs.enqueue('tell-rollback', payload, { singletonKey: `${installationId}:${incidentId}` });
}
