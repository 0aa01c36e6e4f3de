import type { Incident } from '../../investigation/incident/incident.ts';
import { placeOfIncident } from '../../investigation/incident/place-of-incident.ts';
import type { LedgerDeploy } from '../../investigation/ledger/ledger-deploy.ts';
import type { Transaction } from '../../storage/contract.ts';
import { loadServiceMap } from '../repositories/load-service-map.ts';

/** Every deploy of an incident's own service, repository and environment, oldest first, by the ledger's own names. */
export async function deploysOfIncident(
  tx: Transaction,
  incident: Pick<Incident, 'installationId' | 'repositoryId' | 'service' | 'environment'>,
): Promise<readonly LedgerDeploy[]> {
  const { installationId, repositoryId } = incident;
  const { isOwn } = placeOfIncident(incident, await loadServiceMap(tx, installationId, repositoryId));
  const keys = await tx.ledger.keys(installationId);
  const found: LedgerDeploy[] = [];
  for (const key of keys.filter((one) => one.repositoryId === repositoryId && isOwn(one))) {
    found.push(...(await tx.ledger.deploysOf(installationId, key)));
  }
  return found.sort((one, other) => one.startedAt - other.startedAt);
}
