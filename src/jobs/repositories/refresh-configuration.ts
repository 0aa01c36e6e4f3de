import { parseRepositoryConfiguration } from '../../config/parse-repository-configuration.ts';
import type { RepositoryConfigurationOutcome } from '../../config/repository-configuration.ts';
import { OperationalError } from '../../platform/errors.ts';
import type { OpenRepository } from '../../readers/repository/contract.ts';
import type { Storage } from '../../storage/contract.ts';
import type { JobPayloads } from '../contract.ts';
import { enqueueBackfill } from '../enqueue-backfill.ts';
import { enqueueRemap } from '../enqueue-remap.ts';
import { keepCatalogue, readCatalogue } from './repository-catalogue.ts';
import { CONFIGURATION_PATH, configurationOutcome, keepConfigurationOutcome } from './repository-configurations.ts';

export interface RefreshConfiguration {
  readonly storage: Storage;
  readonly openRepository: OpenRepository;
}

/**
 * Reads a repository's .github/whatchanged.yml from the default branch and keeps what came of it. The backfill follows,
 * because the configuration says what counts as a deploy.
 */
export async function refreshConfiguration(
  { storage, openRepository }: RefreshConfiguration,
  { installationId, repositoryId }: JobPayloads['refresh-configuration'],
): Promise<void> {
  const outcome = await readConfiguration(openRepository, installationId, repositoryId);
  const catalogue = await readCatalogue(openRepository, installationId, repositoryId);
  await storage.transaction(async (tx) => {
    const before = await configurationOutcome(tx, installationId, repositoryId);
    await keepConfigurationOutcome(tx, installationId, repositoryId, outcome);
    if (JSON.stringify(before) !== JSON.stringify(outcome)) await enqueueRemap(tx, { installationId });
    await keepCatalogue(tx, installationId, repositoryId, catalogue);
    await enqueueBackfill(tx, { installationId, repositoryId });
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
