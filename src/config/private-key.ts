import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';

export type PrivateKeyOutcome =
  | { readonly kind: 'key'; readonly pem: string }
  | { readonly kind: 'problem'; readonly problem: string };

/** The App's private key, written out or by its path. A PEM whose line breaks were escaped is put right. */
export function privateKey(written: string | undefined, path: string | undefined): PrivateKeyOutcome {
  if (written !== undefined && path !== undefined) return problem('is set beside PRIVATE_KEY_PATH; keep one of them');
  let pem = written?.replaceAll('\\n', '\n');
  if (path !== undefined) {
    try {
      pem = readFileSync(path, 'utf8');
    } catch {
      return problem(`cannot be read at ${path}`);
    }
  }
  if (pem === undefined) return problem('is missing');
  try {
    if (createPrivateKey(pem).asymmetricKeyType !== 'rsa') return problem('is not an RSA key, as GitHub gives it');
  } catch {
    return problem('is not a PEM private key');
  }
  return { kind: 'key', pem };
}

function problem(said: string): PrivateKeyOutcome {
  return { kind: 'problem', problem: said };
}
