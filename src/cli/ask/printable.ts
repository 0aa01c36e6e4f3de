import { isoOf } from '../../investigation/report/format-time.ts';
import { cleanForeign } from '../../investigation/report/markdown/clean-foreign.ts';
import type { EpochMs } from '../../investigation/time.ts';

/** Text that others wrote, safe for a terminal: one line, no control characters, at most 120 characters. */
export function printable(foreign: string): string {
  return cleanForeign(foreign, { characters: 120, lines: 1 });
}

/** `2026-11-25 13:36 UTC`. */
export function utcMinute(at: string | EpochMs): string {
  const text = typeof at === 'string' ? at : isoOf(at);
  return `${text.slice(0, 10)} ${text.slice(11, 16)} UTC`;
}
