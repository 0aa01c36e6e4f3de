import { isoOf } from '../../investigation/report/format-time.ts';
import type { EpochMs } from '../../investigation/time.ts';

/** RFC 3339 without milliseconds where there are none. */
export function iso(at: EpochMs): string {
  return isoOf(at).replace('.000Z', 'Z');
}
