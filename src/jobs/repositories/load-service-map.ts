import { ownersOf } from '../../investigation/candidates/owners-of.ts';
import { buildServiceMap } from '../../investigation/incident/build-service-map.ts';
import type { ServiceMap } from '../../investigation/incident/service-map.ts';
import { withCatalogue } from '../../investigation/incident/with-catalogue.ts';
import type { Transaction } from '../../storage/contract.ts';
import { catalogueOf } from './repository-catalogue.ts';
import { configurationOf } from './repository-configurations.ts';

/**
 * Every service of the installation, or of its repository `only`, from the configurations last read, the ledger and the
 * repositories' names.
 */
export async function loadServiceMap(tx: Transaction, installationId: number, only?: number): Promise<ServiceMap> {
  const repositories = (await tx.repositories.list(installationId)).filter(
    ({ removed, repositoryId }) => !removed && (only === undefined || repositoryId === only),
  );
  const configurations = [];
  for (const { repositoryId } of repositories) {
    const { services, level, evidence, redeployCommand } = await configurationOf(tx, installationId, repositoryId);
    configurations.push({
      repositoryId,
      services,
      ...(level === 'observe' ? { observes: true as const } : {}),
      ...(evidence === undefined ? {} : { evidence }),
      ...(redeployCommand === undefined ? {} : { redeployCommand }),
    });
  }
  const { services } = buildServiceMap(configurations, await tx.ledger.keys(installationId), repositories);
  const known = [];
  for (const [repositoryId, own] of Map.groupBy(services, (service) => service.repositoryId)) {
    known.push(...withCatalogue(own, await catalogueOf(tx, installationId, repositoryId), ownersOf));
  }
  return { services: known };
}
