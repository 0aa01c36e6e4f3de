import type { DeployEndpoint } from '../../config/deploy-endpoints.ts';
import type { SeenDeploy } from '../../intake/deploys/contract.ts';
import { isCalled } from '../../investigation/incident/is-called.ts';
import type { ServiceEntry, ServiceMap } from '../../investigation/incident/service-map.ts';
import type { LedgerKey } from '../../investigation/ledger/deploy-event.ts';
import { readEnvironmentName } from '../../investigation/ledger/environment-name.ts';
import type { Repository } from '../../storage/contract.ts';

/** Where a reported deploy belongs, or why it belongs nowhere. */
export type PlacedDeploy =
  | { readonly kind: 'placed'; readonly key: LedgerKey }
  | { readonly kind: 'unmapped'; readonly reason: string };

export type Defaults = Pick<DeployEndpoint, 'repository' | 'service' | 'environment'>;

/**
 * Finds the ledger's key of a reported deploy among the repositories of one installation: by the repository's name, or
 * by a service that exactly one of them has. What the source does not say is taken from the endpoint's settings.
 * Environments are read as GitHub's are, so that both meet in one key; a service takes the name under which the
 * installation knows it.
 */
export function placeDeploy(
  event: Pick<SeenDeploy, 'repository' | 'service' | 'environment'>,
  defaults: Defaults,
  repositories: readonly Repository[],
  { services }: ServiceMap,
): PlacedDeploy {
  const named = readEnvironmentName(event.environment ?? defaults.environment ?? 'production');
  const service = event.service ?? defaults.service ?? named.service;
  const fullName = event.repository ?? defaults.repository;
  const known = service === undefined ? [] : services.filter((entry) => isCalled(entry, service));
  if (fullName === undefined) return byService(service, known, named.environment);
  const own = repositories.filter(({ removed }) => !removed);
  const repository = own.find((one) => one.fullName.toLowerCase() === fullName.toLowerCase());
  if (repository === undefined) {
    const reason =
      "The repository that is named is not one of this endpoint's installation: add it to the App, or correct the name.";
    return { kind: 'unmapped', reason };
  }
  const { repositoryId } = repository;
  const entry = known.find((one) => one.repositoryId === repositoryId);
  const ownName = repository.fullName.slice(repository.fullName.indexOf('/') + 1);
  return {
    kind: 'placed',
    key: { repositoryId, service: entry?.service ?? service ?? ownName, environment: named.environment },
  };
}

function byService(service: string | undefined, known: readonly ServiceEntry[], environment: string): PlacedDeploy {
  const [entry] = known;
  if (service === undefined || entry === undefined) {
    const reason =
      'Neither a repository nor a service that the installation knows is named: name the repository, or configure the service in .github/whatchanged.yml.';
    return { kind: 'unmapped', reason };
  }
  if (new Set(known.map(({ repositoryId }) => repositoryId)).size > 1) {
    return { kind: 'unmapped', reason: 'The service is known to several repositories: name the repository as well.' };
  }
  return { kind: 'placed', key: { repositoryId: entry.repositoryId, service: entry.service, environment } };
}
