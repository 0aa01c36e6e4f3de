/** Told of each word as it is found; `hash` is that of the word in lower case, as `hashWord` gives it. */
export interface WordSink {
  /** A piece of an identifier, or a word that has no pieces. */
  part(hash: number, from: number, to: number): void;
  /** An identifier that has several pieces, as a whole; told after its pieces. */
  whole(hash: number, from: number, to: number): void;
}

const HASH_START = 0x811c9dc5;
const HASH_PRIME = 16777619;

const OTHER = 0;
const LOWER = 1;
const UPPER = 2;
const DIGIT = 3;
const JOINT = 4;

/**
 * Finds the words of `text[from, to)`: identifiers split at case, underscores and digits, and whole.
 * One pass over the characters, without a regular expression and without making a string: a case of 500 commits
 * holds millions of words, and only those of the incident matter. The hash is FNV-1a, 32 bits.
 */
export function segmentWords(text: string, from: number, to: number, sink: WordSink): void {
  let whole = HASH_START;
  let part = HASH_START;
  let wholeStart = from;
  let partStart = from;
  let parts = 0;
  let before = OTHER;
  for (let at = from; at <= to; at += 1) {
    let char = at < to ? text.charCodeAt(at) : 0;
    const kind = kindOf(char);
    if (kind === UPPER) char += 32;
    if (before !== OTHER && before !== JOINT && splitsHere(text, at, to, before, kind)) {
      sink.part(part, partStart, at);
      parts += 1;
      part = HASH_START;
      partStart = at;
    }
    if (kind === OTHER) {
      if (parts > 1) sink.whole(whole, wholeStart, at);
      whole = HASH_START;
      wholeStart = at + 1;
      parts = 0;
    } else whole = Math.imul(whole ^ char, HASH_PRIME);
    if (kind === OTHER || kind === JOINT) {
      part = HASH_START;
      partStart = at + 1;
    } else part = Math.imul(part ^ char, HASH_PRIME);
    before = kind;
  }
}

/** The hash under which `segmentWords` tells of a word; the word must be in lower case. */
export function hashWord(word: string): number {
  let hash = HASH_START;
  for (let at = 0; at < word.length; at += 1) hash = Math.imul(hash ^ word.charCodeAt(at), HASH_PRIME);
  return hash;
}

const KINDS = Uint8Array.from({ length: 128 }, (_, char) => {
  if (char >= 97 && char <= 122) return LOWER;
  if (char >= 65 && char <= 90) return UPPER;
  if (char >= 48 && char <= 57) return DIGIT;
  return char === 95 ? JOINT : OTHER;
});

function kindOf(char: number): number {
  return char < 128 ? (KINDS[char] as number) : LOWER;
}

function splitsHere(text: string, at: number, to: number, before: number, kind: number): boolean {
  if (kind === OTHER || kind === JOINT) return true;
  if ((before === DIGIT) !== (kind === DIGIT)) return true;
  if (kind !== UPPER) return false;
  return before === LOWER || (at + 1 < to && kindOf(text.charCodeAt(at + 1)) === LOWER);
}
