import { bytesOfText, textOfBytes } from './byte-text.ts';
import { canonicalMode, FOLDER_MODE, type Tree, type TreeEntry } from './git-object.ts';

const SHA_BYTES = 20;
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Reads the bytes of a tree object. Throws on bytes that are none. */
export function parseTree(bytes: Uint8Array): Tree {
  const entries = new Map<string, TreeEntry>();
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at);
    const end = bytes.indexOf(0, space);
    if (space < 0 || end < 0 || end + SHA_BYTES >= bytes.length) throw new Error('a tree object ends too early');
    const mode = canonicalMode(Number.parseInt(textOfBytes(bytes, at, space), 8));
    let sha = '';
    for (let byte = end + 1; byte <= end + SHA_BYTES; byte += 1) sha += HEX[bytes[byte] ?? 0];
    entries.set(textOfBytes(bytes, space + 1, end), { mode, sha });
    at = end + 1 + SHA_BYTES;
  }
  return entries;
}

/** The bytes of the tree object that holds these entries; their order does not matter. */
export function encodeTree(entries: Iterable<readonly [string, TreeEntry]>): Uint8Array {
  const parts = [...entries].sort(([one, { mode: oneMode }], [other, { mode: otherMode }]) =>
    compareNames(one, oneMode, other, otherMode),
  );
  let text = '';
  for (const [name, { mode, sha }] of parts) {
    text += `${mode.toString(8)} ${name}\0`;
    for (let at = 0; at < sha.length; at += 2) text += String.fromCharCode(Number.parseInt(sha.slice(at, at + 2), 16));
  }
  return bytesOfText(text);
}

/** Git's order of names in a tree: by bytes, a folder as if its name ended with a slash. */
export function compareNames(one: string, oneMode: number, other: string, otherMode: number): number {
  const left = oneMode === FOLDER_MODE ? `${one}/` : one;
  const right = otherMode === FOLDER_MODE ? `${other}/` : other;
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
