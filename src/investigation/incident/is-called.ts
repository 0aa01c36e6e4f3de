import { plainName } from './plain-name.ts';
import type { ServiceEntry } from './service-map.ts';

/** Whether a service of the map goes by this name. */
export function isCalled(entry: Pick<ServiceEntry, 'service' | 'deployedAs'>, name: string): boolean {
  return [entry.service, ...(entry.deployedAs ?? [])].some((known) => plainName(known) === plainName(name));
}
