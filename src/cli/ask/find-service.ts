import { alsoIn } from '../../investigation/incident/as-one-service.ts';
import { defaultEnvironment } from '../../investigation/incident/environment-name.ts';
import { homeOfService } from '../../investigation/incident/home-of-service.ts';
import { entryOfKey, isNamed, knownAs } from '../../investigation/incident/known-as.ts';
import type { ServiceMap } from '../../investigation/incident/service-map.ts';
import type { LedgerKey } from '../../investigation/ledger/deploy-event.ts';
import { loadServiceMap } from '../../jobs/repositories/load-service-map.ts';
import { EXIT } from '../exit.ts';
import type { Ask } from './open-ask.ts';

/** One place in which a service runs. */
export interface ServicePlace extends LedgerKey {
  readonly installationId: number;
  /** The environment as alerts and incidents name it: by the configuration, where the service has one. */
  readonly knownAs: string;
  /** It is where an alert without an environment would be. */
  readonly isDefault: boolean;
  /** Reports on it belong into its repository, be there others that deploy it. */
  readonly isHome: boolean;
}

const MOST_NAMES = 8;

/**
 * Every place where a service is deployed, in all installations; only those of `environment` where it is given. Where
 * there is none, the error output tells which names are near, the exit code is set, and the list is empty.
 */
export async function findService(ask: Ask, service: string, environment?: string): Promise<readonly ServicePlace[]> {
  const all: LedgerKey[] = [];
  const found: ServicePlace[] = [];
  await ask.storage.transaction(async (tx) => {
    for (const installationId of ask.installations) {
      const keys = await tx.ledger.keys(installationId);
      const map = await loadServiceMap(tx, installationId);
      const wanted = keys.filter(
        (key) => key.service === service && (environment === undefined || isNamed(map, key, environment)),
      );
      all.push(...keys);
      found.push(...wanted.map((key) => placeOf(map, installationId, key)));
    }
  });
  if (found.length > 0) return found;
  const named = all.filter((key) => key.service === service);
  ask.output.error(complaint(service, environment, named, all));
  ask.output.exitCode(EXIT.problems);
  return [];
}

function placeOf(map: ServiceMap, installationId: number, key: LedgerKey): ServicePlace {
  const { environment } = knownAs(map, key);
  const entry = entryOfKey(map, key);
  const isDefault = environment === defaultEnvironment(entry ?? {});
  const home = entry && homeOfService([entry, ...alsoIn(map, key)]);
  return { ...key, installationId, knownAs: environment, isDefault, isHome: home === entry };
}

function complaint(
  service: string,
  environment: string | undefined,
  named: readonly LedgerKey[],
  all: readonly LedgerKey[],
) {
  if (named.length > 0) {
    const known = [...new Set(named.map((place) => place.environment))].sort().join(', ');
    return `${service} is not deployed to ${environment} as far as the ledger knows; it is to: ${known}.`;
  }
  const names = [...new Set(all.map((place) => place.service))];
  if (names.length === 0) return 'The ledger holds no deploy yet. Is the App installed, and do its webhooks arrive?';
  const near = names
    .map((name) => ({ name, distance: likeness(name, service) }))
    .sort((one, other) => one.distance - other.distance || (one.name < other.name ? -1 : 1))
    .slice(0, MOST_NAMES)
    .map(({ name }) => name);
  const more = names.length > near.length ? ` and ${names.length - near.length} more` : '';
  return `No deploy of ${service} is on record. Services in the ledger: ${near.join(', ')}${more}.`;
}

/** Small where one name holds the other or begins like it. */
function likeness(name: string, wanted: string): number {
  const [one, other] = [name.toLowerCase(), wanted.toLowerCase()];
  if (one.includes(other) || other.includes(one)) return 0;
  const length = Math.min(one.length, other.length);
  let same = 0;
  while (same < length && one[same] === other[same]) same += 1;
  return same === 0 ? 100 : 50 - same;
}
