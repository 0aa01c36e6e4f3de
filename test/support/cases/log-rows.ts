import type { LogRow } from '../../../src/investigation/case.ts';
import { MINUTE_MS } from '../../../src/investigation/time.ts';

/** When the trouble of these rows began, and until when they were read. */
export const SINCE = 100 * MINUTE_MS;
export const UNTIL = SINCE + 10 * MINUTE_MS;

/** An error of `shop`, so many minutes after the trouble began. */
export function row(minutes: number, message: string, more: Partial<LogRow> = {}): LogRow {
  return { at: SINCE + minutes * MINUTE_MS, service: 'shop', level: 'error', message, ...more };
}
