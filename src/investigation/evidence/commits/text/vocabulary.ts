import { inflections } from './inflections.ts';
import { hashWord } from './segment-words.ts';

/** The words to look for: each spelling leads to the number of its word. */
export interface Vocabulary {
  readonly size: number;
  /** The number of the word whose spelling is `text[from, to)` in any case, or -1. `hash` is that of its lower case. */
  find(hash: number, text: string, from: number, to: number): number;
  /** The number of a word in lower case, or -1. */
  numberOf(word: string): number;
  /** Whether `next` stands right after `word` somewhere in the incident's text. */
  follows(word: number, next: number): boolean;
}

/**
 * Builds the vocabulary of some words in lower case. Words whose spellings meet (`retry`, `retries`, `retried`) share
 * a number, so that a log line in the past tense finds a constant in the singular.
 * `sequences` are runs of words as they stand in the incident's text; they answer `follows`.
 */
export function buildVocabulary(words: Iterable<string>, sequences: readonly (readonly string[])[]): Vocabulary {
  const numbers = new Map<string, number>();
  let size = 0;
  for (const word of words) {
    if (numbers.has(word)) continue;
    const spellings = inflections(word);
    const known = spellings.map((spelling) => numbers.get(spelling)).find((number) => number !== undefined);
    const number = known ?? size++;
    numbers.set(word, number);
    for (const spelling of spellings) if (!numbers.has(spelling)) numbers.set(spelling, number);
  }
  const slots = slotsOf(numbers);
  const mask = slots.length - 1;
  const pairs = new Set<number>();
  for (const sequence of sequences) {
    let before: number | undefined;
    for (const word of sequence) {
      const number = numbers.get(word);
      if (before !== undefined && number !== undefined) pairs.add(before * size + number);
      before = number;
    }
  }
  return {
    size,
    find: (hash, text, from, to) => {
      for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
        const entry = slots[slot];
        if (entry === undefined) return -1;
        if (entry.hash !== hash) continue;
        if (text.slice(from, to).toLowerCase() === entry.spelling) return entry.number;
      }
    },
    numberOf: (word) => numbers.get(word) ?? -1,
    follows: (word, next) => pairs.has(word * size + next),
  };
}

interface Slot {
  readonly hash: number;
  readonly spelling: string;
  readonly number: number;
}

function slotsOf(numbers: ReadonlyMap<string, number>): (Slot | undefined)[] {
  let capacity = 16;
  while (capacity < numbers.size * 3) capacity *= 2;
  const slots: (Slot | undefined)[] = new Array(capacity).fill(undefined);
  for (const [spelling, number] of numbers) {
    const hash = hashWord(spelling);
    let slot = hash & (capacity - 1);
    while (slots[slot] !== undefined) slot = (slot + 1) & (capacity - 1);
    slots[slot] = { hash, spelling, number };
  }
  return slots;
}
