import { createHash } from 'node:crypto';

/** SHA-1 as git names its objects, in 40 hexadecimal digits. */
export function gitSha1(bytes: Uint8Array): string {
  return createHash('sha1').update(bytes).digest('hex');
}
