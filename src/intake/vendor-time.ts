import type { EpochMs } from '../investigation/time.ts';

/** Before this a time is a vendor's word for "none": the zero of Go (year 1) or of Unix (1970). */
const FIRST_BELIEVED = Date.UTC(2000, 0, 1);
const LAST_BELIEVED = Date.UTC(2200, 0, 1);
const WITH_ZONE = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/i;

/**
 * A vendor's time in RFC 3339 (an offset without a colon is accepted) as milliseconds. Undefined where there is none:
 * absent, the vendor's zero, without a zone, or not a time.
 */
export function vendorTime(text: string | undefined): EpochMs | undefined {
  if (text === undefined || !WITH_ZONE.test(text)) return undefined;
  const at = Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return at >= FIRST_BELIEVED && at < LAST_BELIEVED ? at : undefined;
}
