import type { LedgerKey } from '../ledger/deploy-event.ts';
import { environmentOf } from './environment-name.ts';
import { isCalled } from './is-called.ts';
import type { ServiceEntry, ServiceMap } from './service-map.ts';

/** The service of the map that a key of the ledger belongs to; undefined where the map has none. */
export function entryOfKey({ services }: ServiceMap, key: LedgerKey): ServiceEntry | undefined {
  return services.find((entry) => entry.repositoryId === key.repositoryId && isCalled(entry, key.service));
}

/**
 * A key of the ledger in the words of the service map, which are those of alerts and incidents: the ledger itself never
 * sees a configuration, so that one that is changed need not rewrite what is recorded.
 */
export function knownAs(map: ServiceMap, key: LedgerKey): Pick<LedgerKey, 'service' | 'environment'> {
  const entry = entryOfKey(map, key);
  return { service: entry?.service ?? key.service, environment: environmentOf(entry ?? {}, key.environment) };
}

/** Whether a person means a key's environment by this name: the configured one, one of its aliases or the ledger's own. */
export function isNamed(map: ServiceMap, key: LedgerKey, environment: string): boolean {
  const entry = entryOfKey(map, key) ?? {};
  return environment === key.environment || environmentOf(entry, environment) === environmentOf(entry, key.environment);
}
