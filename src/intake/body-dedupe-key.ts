import { createHash } from 'node:crypto';
import { type EpochMs, MINUTE_MS } from '../investigation/time.ts';

const BUCKET_MS = 5 * MINUTE_MS;

/**
 * The dedupe key for a sender that gives its deliveries no id: the bytes' SHA-256 with the 5-minute bucket of the
 * arrival. A retry within it is a duplicate; an unchanged repeat later is a wanted sign of life.
 */
export function bodyDedupeKey(body: Uint8Array, receivedAt: EpochMs): string {
  return `${createHash('sha256').update(body).digest('hex')}|${Math.floor(receivedAt / BUCKET_MS)}`;
}
