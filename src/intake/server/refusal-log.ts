import { type EpochMs, MINUTE_MS } from '../../investigation/time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import type { RefusalReason } from './refusals.ts';

/** Tells of refused deliveries without letting a stranger fill the disk: the metrics count each, the log says some. */
export interface RefusalLog {
  refused(route: string, reason: RefusalReason): void;
}

/** One line for each route and reason at most once a minute, with how many came since the last one. */
export function refusalLog({ log, clock }: { readonly log: Log; readonly clock: Clock }): RefusalLog {
  const said = new Map<string, { at: EpochMs; since: number }>();
  return {
    refused(route, reason) {
      const key = `${route} ${reason}`;
      const last = said.get(key);
      const now = clock.now();
      if (last !== undefined && Math.abs(now - last.at) < MINUTE_MS) {
        last.since += 1;
        return;
      }
      said.set(key, { at: now, since: 0 });
      log.warn({ route, reason, count: (last?.since ?? 0) + 1 }, 'delivery refused');
    },
  };
}
