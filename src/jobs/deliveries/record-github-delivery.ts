import type { GitHubDispatcher, RecordedFacts, SeenRepository } from '../../intake/github/contract.ts';
import type { Storage, Transaction } from '../../storage/contract.ts';
import type { Delivery, DeliveryOutcome } from '../../storage/inbox-contract.ts';
import { enqueueCommands } from '../commands/enqueue-commands.ts';
import { recomputeLedgers } from '../deploys/recompute-ledgers.ts';
import { CATALOGUE_PATHS } from '../repositories/repository-catalogue.ts';
import { CONFIGURATION_PATH, configurationOf } from '../repositories/repository-configurations.ts';
import { saveCommits } from '../save-commits.ts';

export interface RecordGitHubDelivery {
  readonly storage: Storage;
  readonly dispatcher: GitHubDispatcher;
}

/**
 * Turns one stored delivery of GitHub into facts, all in one transaction and none twice: installations, repositories,
 * commits, deploy events with the ledger that follows from them, and the jobs that ask for what is still missing.
 * Throws OperationalError `delivery-invalid` where the body is not what its event sends.
 */
export async function recordGitHubDelivery(
  { storage, dispatcher }: RecordGitHubDelivery,
  delivery: Delivery,
): Promise<DeliveryOutcome> {
  return storage.transaction(async (tx) => {
    const recording = await dispatcher.dispatch(delivery, (installationId, repositoryId) =>
      configurationOf(tx, installationId, repositoryId),
    );
    if (recording.kind !== 'facts') return { state: recording.kind, reason: recording.reason };
    await saveFacts(tx, recording.facts);
    return { state: 'done' };
  });
}

async function saveFacts(tx: Transaction, facts: RecordedFacts): Promise<void> {
  const { installationId, repositories = [], commits = [], deployEvents = [] } = facts;
  await saveInstallation(tx, facts);
  for (const repository of repositories) await saveRepository(tx, installationId, repository);
  await saveCommits(tx, installationId, commits);
  for (const event of deployEvents) await tx.ledger.addEvent(installationId, event);
  await recomputeLedgers(tx, installationId, deployEvents);
  await enqueueCommands(tx, facts);
  for (const repositoryId of changedConfigurations(facts)) {
    const payload = { installationId, repositoryId };
    await tx.jobs.enqueue('refresh-configuration', payload, { singletonKey: `${installationId}:${repositoryId}` });
  }
}

/** GitHub never gives an installation's id twice: one that was removed stays removed, whatever event arrives late. */
async function saveInstallation(tx: Transaction, { installationId, installation }: RecordedFacts): Promise<void> {
  if (installation === undefined) return;
  const known = await tx.installations.get(installationId);
  await tx.installations.save({
    account: '',
    suspended: false,
    permissions: {},
    ...known,
    ...installation,
    removed: known?.removed === true || installation.removed === true,
  });
  if (installation.removed !== true) return;
  for (const repository of await tx.repositories.list(installationId)) {
    await tx.repositories.save({ ...repository, removed: true });
  }
}

async function saveRepository(tx: Transaction, installationId: number, seen: SeenRepository): Promise<void> {
  const known = await tx.repositories.get(installationId, seen.repositoryId);
  await tx.repositories.save({
    removed: false,
    // `HEAD` stands for the default branch in every call of the API until an event names it.
    defaultBranch: 'HEAD',
    ...known,
    ...seen,
    installationId,
  });
}

function changedConfigurations({ repositories = [], commits = [] }: RecordedFacts): ReadonlySet<number> {
  const added = repositories.filter(({ removed }) => removed === false).map(({ repositoryId }) => repositoryId);
  const touched = commits.filter(({ files = [] }) =>
    files.some(({ path }) => path === CONFIGURATION_PATH || CATALOGUE_PATHS.includes(path)),
  );
  return new Set([...added, ...touched.map(({ repositoryId }) => repositoryId)]);
}
