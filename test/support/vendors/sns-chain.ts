import { execFileSync } from 'node:child_process';
import { createPrivateKey, sign } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Certified {
  /** The certificate in PEM. */
  readonly pem: string;
  readonly key: string;
}

/**
 * Makes a root and certificates of it, by openssl: real ones, valid from this second on. `leaves` are the common name,
 * key length and days of each.
 */
export function makeChain<Name extends string>(
  leaves: Readonly<Record<Name, readonly [commonName: string, bits: number, days: number]>>,
): Readonly<Record<Name | 'root', Certified>> {
  const folder = mkdtempSync(join(tmpdir(), 'chain-'));
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const read = (name: string): Certified => {
    const text = (ending: string) => readFileSync(join(folder, `${name}.${ending}`), 'utf8');
    return { pem: text('pem'), key: text('key') };
  };
  try {
    const root = ['-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '30', '-keyout', 'root.key', '-out', 'root.pem'];
    openssl('req', ...root, '-subj', '/CN=Test Root', '-addext', 'basicConstraints=critical,CA:TRUE');
    const entries = Object.entries(leaves) as [Name, readonly [string, number, number]][];
    for (const [name, [commonName, bits, days]] of entries) {
      const request = ['-new', '-newkey', `rsa:${bits}`, '-nodes', '-keyout', `${name}.key`, '-out', `${name}.csr`];
      openssl('req', ...request, '-subj', `/CN=${commonName}`);
      const issuer = ['-CA', 'root.pem', '-CAkey', 'root.key', '-CAcreateserial', '-days', String(days)];
      openssl('x509', '-req', '-in', `${name}.csr`, ...issuer, '-out', `${name}.pem`);
    }
    const names: readonly (Name | 'root')[] = ['root', ...entries.map(([name]) => name)];
    return Object.fromEntries(names.map((name) => [name, read(name)])) as Record<Name | 'root', Certified>;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export type Envelope = Readonly<Record<string, string>>;

/** The fields that SNS signs, written out once more: a test that used the code's own list could not fail. */
export const SIGNED_FIELDS: Readonly<Record<string, readonly string[]>> = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
  UnsubscribeConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
};

/** Signs an envelope as SNS does, version 1 with SHA-1 and version 2 with SHA-256. */
export function signEnvelope(envelope: Envelope, key: string, version = '2'): Envelope {
  const names = SIGNED_FIELDS[envelope.Type ?? ''] ?? [];
  const lines = names.filter((name) => envelope[name] !== undefined).map((name) => `${name}\n${envelope[name]}\n`);
  const algorithm = version === '1' ? 'RSA-SHA1' : 'RSA-SHA256';
  const signature = sign(algorithm, Buffer.from(lines.join('')), createPrivateKey(key));
  return { ...envelope, SignatureVersion: version, Signature: signature.toString('base64') };
}
