import { createHmac } from 'node:crypto';
import { equalSecrets } from './equal-secrets.ts';

/** How a sender signs the bytes of a body: HMAC in lower-case hex, after a prefix such as `sha256=`. */
export interface HexSignature {
  readonly header: string;
  readonly algorithm: 'sha1' | 'sha256';
  readonly prefix: string;
}

/** The header that signs a body. */
export function signHex(scheme: HexSignature, body: Uint8Array, secret: string): Readonly<Record<string, string>> {
  return { [scheme.header]: hexSignature(scheme, body, secret) };
}

/** Whether the header carries the signature of exactly these bytes by one of the secrets; every secret is tried. */
export function hexSigned(
  scheme: HexSignature,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
  secrets: readonly string[],
): boolean {
  const given = headers[scheme.header] ?? '';
  return secrets
    .filter((secret) => secret !== '')
    .map((secret) => equalSecrets(given, hexSignature(scheme, body, secret)))
    .includes(true);
}

function hexSignature({ algorithm, prefix }: HexSignature, body: Uint8Array, secret: string): string {
  return `${prefix}${createHmac(algorithm, secret).update(body).digest('hex')}`;
}
