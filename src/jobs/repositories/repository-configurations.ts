import type { RepositoryConfiguration, RepositoryConfigurationOutcome } from '../../config/repository-configuration.ts';
import type { Transaction } from '../../storage/contract.ts';
import { keptDocument } from '../kept-document.ts';

export const CONFIGURATION_PATH = '.github/whatchanged.yml';
const DEFAULT_CONFIGURATION: RepositoryConfiguration = { level: 'report', services: [] };

const outcomes = keptDocument<number, RepositoryConfigurationOutcome>('configuration');

/** What the last reading of a repository's configuration gave; undefined where it was never read. */
export const configurationOutcome = outcomes.read;

/** Keeps what a reading of a repository's configuration gave; see `configurationOutcome`. */
export const keepConfigurationOutcome = outcomes.keep;

/** The configuration in force by an outcome: the repository's own where it is valid, else the defaults. */
export function configurationInForce(outcome: RepositoryConfigurationOutcome | undefined): RepositoryConfiguration {
  return outcome?.kind === 'valid' ? outcome.configuration : DEFAULT_CONFIGURATION;
}

/** The configuration in force of a repository, from its last reading. */
export async function configurationOf(
  tx: Transaction,
  installationId: number,
  repositoryId: number,
): Promise<RepositoryConfiguration> {
  return configurationInForce(await configurationOutcome(tx, installationId, repositoryId));
}
