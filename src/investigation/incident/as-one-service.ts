import type { LedgerKey } from '../ledger/deploy-event.ts';
import { entryOfKey } from './known-as.ts';
import { plainName } from './plain-name.ts';
import type { ServiceEntry, ServiceMap } from './service-map.ts';

/** What other repositories of the installation have of a service that one of them has. */
export function alsoIn(
  { services }: ServiceMap,
  { service, repositoryId }: Pick<LedgerKey, 'service' | 'repositoryId'>,
): readonly ServiceEntry[] {
  return services.filter(
    (entry) => entry.repositoryId !== repositoryId && plainName(entry.service) === plainName(service),
  );
}

/**
 * The map with an incident's own service first, so that whoever looks it up by its name finds the one of the incident's
 * repository, completed by what the other repositories that have the service say of it.
 */
export function asOneService(map: ServiceMap, incident: LedgerKey): ServiceMap {
  const own = entryOfKey(map, incident);
  const others = alsoIn(map, incident);
  if (own === undefined || others.length === 0) return map;
  const all = [own, ...others];
  const owner = all.find((entry) => entry.owner !== undefined)?.owner;
  const whole: ServiceEntry = {
    ...own,
    ...(owner === undefined ? {} : { owner }),
    dependsOn: [...new Set(all.flatMap(({ dependsOn = [] }) => dependsOn))],
    queries: all.flatMap(({ queries = [] }) => queries),
    evidence: all.flatMap(({ evidence = [] }) => evidence),
  };
  return { services: [whole, ...map.services.filter((entry) => entry !== own)] };
}
