import { addUp } from './add-up.ts';
import { segmentWords } from './segment-words.ts';
import type { Vocabulary } from './vocabulary.ts';

/** How often each known word stands in some text, and how long the text is in words. */
export interface WordCounts {
  /** By the word's number in the vocabulary. */
  readonly counts: Map<number, number>;
  words: number;
  /** A sum over all words that does not depend on their order. */
  fingerprint: number;
  /** The longest run of words that stand one after the other in the incident's text too; 0 or 1 is no run. */
  longestRun: number;
}

/** Nothing counted yet. */
export function emptyCounts(): WordCounts {
  return { counts: new Map(), words: 0, fingerprint: 0, longestRun: 0 };
}

const SPREAD = 0x9e3779b1;

/** Adds the words of `text[from, to)` to the counts. */
export function countWords(text: string, from: number, to: number, vocabulary: Vocabulary, into: WordCounts): void {
  let before = -1;
  let run = 0;
  const add = (word: number): void => {
    if (word >= 0) addUp(into.counts, word, 1);
  };
  segmentWords(text, from, to, {
    part: (hash, start, end) => {
      into.words += 1;
      into.fingerprint = (into.fingerprint + Math.imul(hash, SPREAD)) | 0;
      const word = vocabulary.find(hash, text, start, end);
      add(word);
      if (word < 0) run = 0;
      else run = run > 0 && vocabulary.follows(before, word) ? run + 1 : 1;
      before = word;
      if (run > into.longestRun) into.longestRun = run;
    },
    whole: (hash, start, end) => add(vocabulary.find(hash, text, start, end)),
  });
}
