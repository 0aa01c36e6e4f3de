import type { Case, LogRow } from '../../../src/investigation/case.ts';
import { MINUTE_MS } from '../../../src/investigation/time.ts';

/** When the trouble of these cases begins. */
export const ONSET = Date.UTC(2026, 0, 5, 12);

/** A line of `shop` so many minutes after the onset. */
export function row(minutes: number, message: string, more: Partial<LogRow> = {}): LogRow {
  return { at: ONSET + minutes * MINUTE_MS, service: 'shop', level: 'ERROR', message, count: 10, ...more };
}

/** An alert of `shop`, deployed a minute before the onset, with these lines. */
export function loggedShop(logs: readonly LogRow[], more: Partial<Case> = {}): Case {
  return {
    id: 'c',
    askedAt: ONSET + 10 * MINUTE_MS,
    alert: { service: 'shop', startedAt: ONSET + 2 * MINUTE_MS },
    deploys: [{ id: 'd', service: 'shop', startedAt: ONSET - MINUTE_MS }],
    logs,
    ...more,
  };
}

/** A quiet hour before, so that the rates have something to be compared with. */
export const QUIET = row(-60, 'tick', { level: 'INFO' });
