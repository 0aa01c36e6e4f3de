import type { Case } from '../../case.ts';

/** How caches, stores and queues are called in call graphs, which do not tell kinds. */
const PASSIVE =
  /cache|redis|memcached|valkey|(?:^|[-_.])(?:db|database|tables?|bucket|queue|topic|stream|index)(?:$|[-_.])|dynamodb|postgres|mysql|mongo|elasticsearch/i;

/**
 * Whose part a service is: a cache, a store or a queue that one service alone calls, that calls nobody and that nobody deploys
 * belongs to that service, and its logs and metrics tell how it is used. Every other service is its own.
 */
export function serviceOwner({ alert, deploys, topology = [] }: Case): (service: string) => string {
  const independent = new Set(deploys.map(({ service }) => service)).add(alert.service);
  const callers = new Map<string, Set<string>>();
  for (const { from, to } of topology) {
    independent.add(from);
    callers.set(to, (callers.get(to) ?? new Set<string>()).add(from));
  }
  return (service) => {
    if (independent.has(service) || !PASSIVE.test(service)) return service;
    const [owner, ...others] = callers.get(service) ?? [];
    return owner === undefined || others.length > 0 ? service : owner;
  };
}
