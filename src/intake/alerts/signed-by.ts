import { createHmac } from 'node:crypto';
import { equalSecrets } from '../equal-secrets.ts';

/** HMAC-SHA256 of the parts, one after the other, in lower-case hex. */
export function hmacHex(secret: string, ...parts: readonly (string | Uint8Array)[]): string {
  const hmac = createHmac('sha256', secret);
  for (const part of parts) hmac.update(part);
  return hmac.digest('hex');
}

/**
 * Whether one of the given signatures is what `sign` makes of one of the secrets. An empty secret signs nothing, and
 * all pairs are compared, so the time taken does not tell which one matched.
 */
export function signedBy(
  given: readonly string[],
  secrets: readonly string[],
  sign: (secret: string) => string,
): boolean {
  const expected = secrets.filter((secret) => secret !== '').map(sign);
  return expected.flatMap((right) => given.map((one) => equalSecrets(one, right))).includes(true);
}
