import type { LedgerKey } from '../ledger/deploy-event.ts';
import { environmentOf } from './environment-name.ts';
import type { Incident } from './incident.ts';
import { entryOfKey, knownAs } from './known-as.ts';
import type { ServiceMap } from './service-map.ts';

/** Where an incident is, to be asked about keys of the ledger. */
export interface PlaceOfIncident {
  /** Whether a key is in the incident's environment, of whatever service. */
  readonly isThere: (key: LedgerKey) => boolean;
  /** Whether it is there and of the incident's own service, under whatever name deploys know that. */
  readonly isOwn: (key: LedgerKey) => boolean;
}

/**
 * The one answer to whether a deploy went where an incident is. Each side is read by the configuration of its own
 * service: the ledger has `production` or an alias where the incident has the configured name.
 */
export function placeOfIncident(incident: Pick<Incident, keyof LedgerKey>, map: ServiceMap): PlaceOfIncident {
  const own = entryOfKey(map, incident) ?? {};
  const { service, environment: wanted } = knownAs(map, incident);
  const answers = new Map<string, boolean>();
  const isThere = (key: LedgerKey): boolean => {
    const asked = JSON.stringify([key.repositoryId, key.service, key.environment]);
    const known = answers.get(asked) ?? namesOf(map, key).some((name) => environmentOf(own, name) === wanted);
    answers.set(asked, known);
    return known;
  };
  return { isThere, isOwn: (key) => isThere(key) && knownAs(map, key).service === service };
}

/** Another service may call the same place by another name, and have the incident's one only among its aliases. */
function namesOf(map: ServiceMap, key: LedgerKey): readonly string[] {
  const { environment } = knownAs(map, key);
  return [environment, ...(entryOfKey(map, key)?.environments?.[environment]?.aliases ?? [])];
}
