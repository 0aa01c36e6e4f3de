import type { LedgerKey } from '../ledger/deploy-event.ts';
import { isProductionLike } from '../ledger/is-production-like.ts';
import { environmentOf } from './environment-name.ts';
import type { Incident } from './incident.ts';
import { isCalled } from './is-called.ts';
import { entryOfKey, knownAs } from './known-as.ts';
import { plainName } from './plain-name.ts';
import type { ServiceMap } from './service-map.ts';

/** Where an incident is, to be asked about keys of the ledger. */
export interface PlaceOfIncident {
  /** Whether a key is in the incident's environment, of whatever service. */
  readonly isThere: (key: LedgerKey) => boolean;
  /** Whether it is of the incident's own service, wherever it went and under whatever name deploys know that. */
  readonly isOfService: (key: LedgerKey) => boolean;
  /** Both. */
  readonly isOwn: (key: LedgerKey) => boolean;
  /** A key in the words of the incident, so that what is one service and one place has one name. */
  readonly inItsWords: (key: LedgerKey) => Pick<LedgerKey, 'service' | 'environment'>;
}

/**
 * The one answer to whether a deploy went where an incident is. Each side is read by the configuration of its own
 * service: the ledger has `production` or an alias where the incident has the configured name. Where the incident is in
 * `production` and its service knows no such environment, each of its `production-eu` and `production-us` may be meant.
 */
export function placeOfIncident(incident: Pick<Incident, keyof LedgerKey>, map: ServiceMap): PlaceOfIncident {
  const entry = entryOfKey(map, incident);
  const own = entry ?? {};
  const { service, environment: wanted } = knownAs(map, incident);
  const isAnyPart = wanted === 'production' && !Object.hasOwn(entry?.environments ?? {}, wanted);
  const answers = new Map<string, boolean>();
  const isNamedSo = (key: LedgerKey): boolean => {
    const asked = JSON.stringify([key.repositoryId, key.service, key.environment]);
    const known = answers.get(asked) ?? namesOf(map, key).some((name) => environmentOf(own, name) === wanted);
    answers.set(asked, known);
    return known;
  };
  const isThere = (key: LedgerKey) => isNamedSo(key) || (isAnyPart && isProductionLike(key.environment));
  const isOfService = (key: LedgerKey) => {
    const isTheirs = entry !== undefined && entry.repositoryId === key.repositoryId;
    const isIts = isTheirs && (isCalled(entry, key.service) || entry.shippedWith === key.service);
    // Another repository may spell it in another way.
    return isIts || plainName(knownAs(map, key).service) === plainName(service);
  };
  return {
    isThere,
    isOfService,
    isOwn: (key) => isThere(key) && isOfService(key),
    inItsWords: (key) => ({
      service: isOfService(key) ? incident.service : knownAs(map, key).service,
      environment: isNamedSo(key) ? incident.environment : key.environment,
    }),
  };
}

/** Another service may call the same place by another name, and have the incident's one only among its aliases. */
function namesOf(map: ServiceMap, key: LedgerKey): readonly string[] {
  const { environment } = knownAs(map, key);
  return [environment, ...(entryOfKey(map, key)?.environments?.[environment]?.aliases ?? [])];
}
