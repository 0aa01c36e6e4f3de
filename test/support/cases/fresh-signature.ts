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
