import { type EpochMs, MINUTE_MS } from '../../investigation/time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import type { Storage } from '../../storage/contract.ts';
import type { EndpointAddress } from './intake-route.ts';
import { keepRefusal } from './kept-refusal.ts';
import type { RefusalReason } from './refusals.ts';

/** Keeps for people (`whatchanged doctor`) when an endpoint last refused a delivery, and why. */
export interface RefusalMemory {
  refused(endpoint: EndpointAddress, reason: RefusalReason): void;
}

export interface RefusalMemoryParts {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Writes at most once a minute for each endpoint and reason, whatever a stranger sends, and never in the way of an
 * answer: where the database is away the refusal is only counted and logged.
 */
export function refusalMemory({ storage, clock, log }: RefusalMemoryParts): RefusalMemory {
  const kept = new Map<string, EpochMs>();
  return {
    refused(endpoint, reason) {
      const now = clock.now();
      const key = JSON.stringify([endpoint.installationId, endpoint.id, reason]);
      if (Math.abs(now - (kept.get(key) ?? Number.NEGATIVE_INFINITY)) < MINUTE_MS) return;
      kept.set(key, now);
      storage
        .transaction((tx) => keepRefusal(tx, endpoint, { at: now, reason }))
        .catch((error: unknown) => log.debug({ err: error }, 'a refusal could not be kept'));
    },
  };
}
