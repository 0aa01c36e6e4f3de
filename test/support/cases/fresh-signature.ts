import { type CallGraph, callGraph } from '../../../src/investigation/evidence/location/call-graph.ts';
import type { SignatureRows } from '../../../src/investigation/evidence/logs/log-signatures.ts';

/** When the first of its rows was written. */
export const HOURLY = 60 * 60_000;

/** A kind of error that was never seen before, of a hundred lines. */
export function fresh(message: string, more: Partial<SignatureRows> = {}): SignatureRows {
  return {
    service: 'shop',
    template: message,
    level: 'error',
    before: 0,
    after: 100,
    rateRatio: 1_000,
    isNew: true,
    firstAfter: HOURLY,
    rows: [{ at: HOURLY, service: 'shop', message, count: 100 }],
    ...more,
  };
}

/** `web` calls `shop`; `shop` and `player`, which do not know each other, call the given store. */
export function twoUsersOf(store: string): CallGraph {
  return callGraph({
    id: 'c',
    askedAt: HOURLY,
    alert: { service: 'shop', startedAt: HOURLY },
    deploys: [],
    topology: [
      { from: 'web', to: 'shop' },
      { from: 'shop', to: store },
      { from: 'player', to: store },
    ],
  });
}
