import type { EpochMs } from '../../../investigation/time.ts';
import { vendorTime } from '../../vendor-time.ts';

/** A time of Sentry in milliseconds; where it has no zone it is UTC. Undefined where it is none. */
export function sentryTime(text: string | null | undefined): EpochMs | undefined {
  return vendorTime(text ?? undefined) ?? vendorTime(`${text}Z`);
}
