import type { EpochMs } from '../../investigation/time.ts';
import { vendorTime } from '../vendor-time.ts';

/** Unix seconds stay below this until the year 5138; milliseconds are above it since 1973. */
const FIRST_MILLISECONDS = 1e11;

/**
 * A time in any form that senders use: RFC 3339, Unix seconds or milliseconds, as a number or as its text, and how Go
 * prints a time. Undefined where it is none, or no time of this century.
 */
export function moment(value: unknown): EpochMs | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string') return undefined;
  if (!/^\d{1,13}(\.\d{1,9})?$/.test(text)) return vendorTime(text.replace(/ ([+-]\d{4}) UTC$/, '$1'));
  const number = Number(text);
  const at = Math.round(number < FIRST_MILLISECONDS ? number * 1_000 : number);
  return at <= 8.64e15 ? vendorTime(new Date(at).toISOString()) : undefined;
}
