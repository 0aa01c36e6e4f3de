import type { Service } from './call-graph.ts';

/** The service and all whose requests reach it: where its trouble can be seen. `services` has callers first. */
export function callersOf(services: readonly Service[], service: Service): readonly Service[] {
  const reached = new Set([service]);
  for (const one of services.toReversed()) if (one.calls.some(({ to }) => reached.has(to))) reached.add(one);
  return [...reached];
}
