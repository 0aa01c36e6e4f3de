import type { CallGraph } from './call-graph.ts';
import type { HarmShares } from './harm-share.ts';

/**
 * What of a service's harm is its own: the share less that of the callee that hurts most, as the time of a span is told apart
 * from that of the spans below it. A service that only waits for its database has next to none.
 */
export function ownHarm(shares: HarmShares, graph: CallGraph): HarmShares {
  return new Map(
    [...shares].map(([service, share]) => {
      const below = graph.calleesOf(service).map((callee) => shares.get(callee) ?? 0);
      return [service, Math.max(0, share - Math.max(0, ...below))];
    }),
  );
}
