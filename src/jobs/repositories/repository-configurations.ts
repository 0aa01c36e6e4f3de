import { parseRepositoryConfiguration } from '../../config/parse-repository-configuration.ts';
import type { RepositoryConfiguration, RepositoryConfigurationOutcome } from '../../config/repository-configuration.ts';
import { OperationalError } from '../../platform/errors.ts';
import type { OpenRepository } from '../../readers/repository/contract.ts';
import type { Storage, Transaction } from '../../storage/contract.ts';
import type { JobPayloads } from '../contract.ts';
import { enqueueRemap } from '../enqueue-remap.ts';
import { keepCatalogue, readCatalogue } from './repository-catalogue.ts';

export const CONFIGURATION_PATH = '.github/whatchanged.yml';
const DEFAULT_CONFIGURATION: RepositoryConfiguration = { level: 'report', services: [] };

const cursorName = (repositoryId: number) => `configuration:${repositoryId}`;

export interface RefreshConfiguration {
  readonly storage: Storage;
  readonly openRepository: OpenRepository;
}

/**
 * Reads a repository's .github/whatchanged.yml from the default branch and keeps what came of it. Its history is filled
 * in after that, since the configuration says what counts as a deploy.
 */
export async function refreshConfiguration(
  { storage, openRepository }: RefreshConfiguration,
  { installationId, repositoryId }: JobPayloads['refresh-configuration'],
): Promise<void> {
  const outcome = await readConfiguration(openRepository, installationId, repositoryId);
  const catalogue = await readCatalogue(openRepository, installationId, repositoryId);
  await storage.transaction(async (tx) => {
    const before = await tx.cursors.get(installationId, cursorName(repositoryId));
    const now = JSON.stringify(outcome);
    await tx.cursors.set(installationId, cursorName(repositoryId), now);
    if (before !== now) await enqueueRemap(tx, { installationId });
    await keepCatalogue(tx, installationId, repositoryId, catalogue);
    const payload = { installationId, repositoryId };
    await tx.jobs.enqueue('backfill', payload, { singletonKey: `${installationId}:${repositoryId}` });
  });
}

async function readConfiguration(
  openRepository: OpenRepository,
  installationId: number,
  repositoryId: number,
): Promise<RepositoryConfigurationOutcome> {
  try {
    const repository = await openRepository(installationId, repositoryId);
    const text = await repository.file(CONFIGURATION_PATH);
    return text === undefined ? { kind: 'absent' } : parseRepositoryConfiguration(text);
  } catch (error) {
    if (error instanceof OperationalError && !error.retryable) return { kind: 'unreadable', reason: error.message };
    throw error;
  }
}

/** What the last reading of a repository's configuration gave; undefined where it was never read. */
export async function configurationOutcome(
  tx: Transaction,
  installationId: number,
  repositoryId: number,
): Promise<RepositoryConfigurationOutcome | undefined> {
  const stored = await tx.cursors.get(installationId, cursorName(repositoryId));
  return stored === undefined ? undefined : (JSON.parse(stored) as RepositoryConfigurationOutcome);
}

/** The configuration in force: the repository's own where it is valid, else the defaults. */
export function configurationInForce(outcome: RepositoryConfigurationOutcome | undefined): RepositoryConfiguration {
  return outcome?.kind === 'valid' ? outcome.configuration : DEFAULT_CONFIGURATION;
}
