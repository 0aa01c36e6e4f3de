import type { Incident } from '../../investigation/incident/incident.ts';
import { placeOfIncident } from '../../investigation/incident/place-of-incident.ts';
import { buildLedger } from '../../investigation/ledger/build-ledger.ts';
import type { LedgerKey } from '../../investigation/ledger/deploy-event.ts';
import { isWatchedEnvironment } from '../../investigation/ledger/environment-class.ts';
import type { Comparison, LedgerDeploy } from '../../investigation/ledger/ledger-deploy.ts';
import { missingComparisons } from '../../investigation/ledger/missing-comparisons.ts';
import type { Transaction } from '../../storage/contract.ts';
import { enqueueRemap } from '../enqueue-remap.ts';
import { loadServiceMap } from '../repositories/load-service-map.ts';
import { configurationOf } from '../repositories/repository-configurations.ts';
import { wantRollbackTold } from '../reverts/want-rollback-told.ts';

/** How many of the newest unresolved deploys are asked for at once; each answer asks for the next. */
const ASKED_AT_ONCE = 20;
/** A rollback may be of a part of an incident's place, or of its whole repository: so many are asked whether it is theirs. */
const INCIDENTS_IN_REACH = 300;
const NEWEST_INCIDENTS = 3;

/**
 * Computes the ledger of one key anew from everything that is stored of it, and asks for what its ranges still need.
 * Nothing is asked for environments that are left out, such as previews. Call it last in a transaction: it holds the
 * key's lock until the end.
 */
export async function recomputeLedger(tx: Transaction, installationId: number, key: LedgerKey): Promise<void> {
  const events = await tx.ledger.lockEvents(installationId, key);
  const comparisons = await tx.ledger.comparisons(installationId, key.repositoryId);
  const deploys = buildLedger(events, comparisons);
  await tx.ledger.saveDeploys(installationId, key, deploys);
  const { environments } = await configurationOf(tx, installationId, key.repositoryId);
  const watched = deploys.filter((deploy) => isWatchedEnvironment(deploy, environments));
  // This service was not known until now: an alert about it may have come before its first deploy.
  if (events.length === 1 && watched.length > 0) await enqueueRemap(tx, { installationId });
  for (const incident of await newestIncidents(tx, installationId, key, deploys)) {
    await wantRollbackTold(tx, incident);
  }
  const unresolved = watched.filter((deploy) => isUnresolved(deploy, comparisons)).slice(-ASKED_AT_ONCE);
  for (const deploy of unresolved) {
    const payload = { installationId, deployId: deploy.id };
    await tx.jobs.enqueue('resolve-range', payload, { singletonKey: `${installationId}:${deploy.id}` });
  }
}

/** The incidents whose issues may have to tell of a rollback in this key. */
async function newestIncidents(
  tx: Transaction,
  installationId: number,
  key: LedgerKey,
  deploys: readonly LedgerDeploy[],
): Promise<readonly Incident[]> {
  const wasRolledBack = deploys.some(({ kind, takenBackAt }) => kind === 'rollback' || takenBackAt !== undefined);
  if (!wasRolledBack) return [];
  const map = await loadServiceMap(tx, installationId, key.repositoryId);
  const newest = await tx.incidents.list(installationId, { limit: INCIDENTS_IN_REACH });
  return newest
    .filter((incident) => incident.repositoryId === key.repositoryId && placeOfIncident(incident, map).isOwn(key))
    .slice(0, NEWEST_INCIDENTS);
}

/** A release names its commit by a tag, until the repository was asked. */
function isUnresolved(deploy: LedgerDeploy, comparisons: readonly Comparison[]): boolean {
  return deploy.sha.startsWith('tags/') || missingComparisons([deploy], comparisons).length > 0;
}
