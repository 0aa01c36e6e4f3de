import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const key = randomBytes(32);

/**
 * Whether two secrets are the same string, in a time that tells nothing about either, their lengths included. An empty
 * one equals nothing.
 */
export function equalSecrets(given: string, expected: string): boolean {
  const same = timingSafeEqual(digest(given), digest(expected));
  return same && expected !== '';
}

function digest(value: string): Buffer {
  return createHmac('sha256', key).update(value).digest();
}
