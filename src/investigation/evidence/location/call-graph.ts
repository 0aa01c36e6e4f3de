import type { Case } from '../../case.ts';

/** Who calls whom, and how far trouble has to travel. */
export interface CallGraph {
  /** The alerting service and all that the topology, series or logs know; one that is known from a deploy alone is not among them. */
  readonly placed: readonly string[];
  /** The service itself (0) and every service that calls it, directly (1) or through others. */
  callersOf(service: string): ReadonlyMap<string, number>;
  /** The services that this one calls directly. */
  calleesOf(service: string): readonly string[];
  /** True where any known call begins or ends in the service. */
  connects(service: string): boolean;
  /** True where any edge is known. */
  readonly known: boolean;
}

/** The graph of the topology, completed by the call edges that series were measured on. */
export function callGraph(theCase: Case): CallGraph {
  const callers = new Map<string, Set<string>>();
  const callees = new Map<string, Set<string>>();
  const services = new Set<string>([theCase.alert.service]);
  const add = (from: string, to: string): void => {
    services.add(from).add(to);
    if (from === to) return;
    listed(callers, to).add(from);
    listed(callees, from).add(to);
  };
  for (const { from, to } of theCase.topology ?? []) add(from, to);
  for (const series of theCase.series ?? []) {
    services.add(series.service);
    if (series.peer !== undefined) add(series.service, series.peer);
  }
  for (const { service } of theCase.logs ?? []) services.add(service);
  const cache = new Map<string, ReadonlyMap<string, number>>();
  return {
    placed: [...services].sort(),
    callersOf: (service) => {
      const known = cache.get(service) ?? distances(service, callers);
      cache.set(service, known);
      return known;
    },
    calleesOf: (service) => [...(callees.get(service) ?? [])],
    connects: (service) => callers.has(service) || callees.has(service),
    known: callers.size > 0,
  };
}

function listed(map: Map<string, Set<string>>, key: string): Set<string> {
  const set = map.get(key) ?? new Set<string>();
  map.set(key, set);
  return set;
}

function distances(from: string, next: ReadonlyMap<string, ReadonlySet<string>>): ReadonlyMap<string, number> {
  const found = new Map<string, number>([[from, 0]]);
  const queue = [from];
  for (const service of queue) {
    for (const caller of next.get(service) ?? []) {
      if (found.has(caller)) continue;
      found.set(caller, (found.get(service) as number) + 1);
      queue.push(caller);
    }
  }
  return found;
}
