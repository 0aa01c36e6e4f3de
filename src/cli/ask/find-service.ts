import type { LedgerKey } from '../../investigation/ledger/deploy-event.ts';
import { readEnvironmentName } from '../../investigation/ledger/environment-name.ts';
import type { Storage } from '../../storage/contract.ts';
import { EXIT } from '../exit.ts';
import type { Ask } from './open-ask.ts';

/** One place in which a service runs. */
export interface Place extends LedgerKey {
  readonly installationId: number;
}

const MOST_NAMES = 8;

/**
 * Every place where a service is deployed, in all installations, of one environment where it is named. Where there is
 * none, tells on the error output which names are near, sets the exit code and gives an empty list.
 */
export async function findService(ask: Ask, service: string, environment?: string): Promise<readonly Place[]> {
  const all = await allPlaces(ask.storage, ask.installations);
  const named = all.filter((place) => place.service === service);
  const wanted = environment === undefined ? undefined : readEnvironmentName(environment).environment;
  const found = named.filter((place) => wanted === undefined || [wanted, environment].includes(place.environment));
  if (found.length > 0) return found;
  ask.output.error(complaint(service, environment, named, all));
  ask.output.exitCode(EXIT.problems);
  return [];
}

async function allPlaces(storage: Storage, installations: readonly number[]): Promise<readonly Place[]> {
  return storage.transaction(async (tx) => {
    const places: Place[] = [];
    for (const installationId of installations) {
      for (const key of await tx.ledger.keys(installationId)) places.push({ ...key, installationId });
    }
    return places;
  });
}

function complaint(service: string, environment: string | undefined, named: readonly Place[], all: readonly Place[]) {
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
