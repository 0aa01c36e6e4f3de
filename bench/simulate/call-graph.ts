import type { Random } from './seeded-random.ts';

/** A service and what it calls. */
export interface Service {
  readonly name: string;
  readonly calls: Call[];
}

export interface Call {
  readonly to: Service;
  /** Calls for each request that the caller serves, 0 to 1. */
  readonly perRequest: number;
}

/** How many of the services have two callers. */
const SHARED = 0.3;
/** Above 1, callers are more often near the entrance: wide graphs rather than long chains. */
const NEAR_ENTRANCE = 1.6;

/** A random call graph without cycles: the entrance first, each service after at least one that calls it. */
export function callGraph(random: Random, size: number): readonly Service[] {
  const services: Service[] = [{ name: 'gateway', calls: [] }];
  while (services.length < size) {
    const service = { name: nameOf(services.length), calls: [] };
    const callers = new Set([callerIn(random, services)]);
    if (random.chance(SHARED)) callers.add(callerIn(random, services));
    for (const caller of callers) caller.calls.push({ to: service, perRequest: random.uniform(0.3, 1) });
    services.push(service);
  }
  return services;
}

function callerIn(random: Random, services: readonly Service[]): Service {
  const place = Math.floor(random.uniform(0, 1) ** NEAR_ENTRANCE * services.length);
  return services[place] ?? random.pick(services);
}

/** Names that tell nothing of what a service does: svc-b … svc-z, svc-a1 … */
function nameOf(index: number): string {
  return `svc-${String.fromCharCode(97 + (index % 26))}${Math.floor(index / 26) || ''}`;
}
