import { createHmac } from 'node:crypto';
import { type EpochMs, MINUTE_MS } from '../investigation/time.ts';
import { equalSecrets } from './equal-secrets.ts';

/** How old or early a signed message may be (standardwebhooks.com leaves it open; its libraries take five minutes). */
const TOLERANCE_MS = 5 * MINUTE_MS;
const SIGNATURES = /^v1a?,[A-Za-z0-9+/]+={0,2}(?: v1a?,[A-Za-z0-9+/]+={0,2})*$/;

/**
 * Whether a request is signed as Standard Webhooks has it (specification of 2024, read 2026-11): HMAC-SHA256 over
 * `id.timestamp.body` with one of the secrets, sent within five minutes. A secret that begins with `whsec_` is the
 * base64 of the key; any other is the key itself.
 */
export function standardWebhook(
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
  secrets: readonly string[],
  now: EpochMs,
): boolean {
  const id = headers['webhook-id'] ?? '';
  const timestamp = headers['webhook-timestamp'] ?? '';
  const given = headers['webhook-signature'] ?? '';
  if (id === '' || !/^\d{1,12}$/.test(timestamp) || !SIGNATURES.test(given)) return false;
  if (Math.abs(Number(timestamp) * 1_000 - now) > TOLERANCE_MS) return false;
  const signatures = given.split(' ').slice(0, 10);
  return secrets
    .filter((secret) => secret !== '')
    .flatMap((secret) => {
      const right = signature(id, timestamp, body, secret);
      return signatures.map((one) => equalSecrets(one, right));
    })
    .includes(true);
}

/** The three headers that sign a body, `now` in milliseconds. */
export function signStandardWebhook(
  id: string,
  body: Uint8Array,
  secret: string,
  now: EpochMs,
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(now / 1_000));
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signature(id, timestamp, body, secret),
  };
}

function signature(id: string, timestamp: string, body: Uint8Array, secret: string): string {
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : secret;
  const digest = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64');
  return `v1,${digest}`;
}
