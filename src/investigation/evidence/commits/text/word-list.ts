import { segmentWords } from './segment-words.ts';

/** The words of a short text in their order, in lower case; an identifier of several pieces stands after its pieces. */
export interface WordList {
  /** The pieces only, in the order of the text. */
  readonly pieces: readonly string[];
  /** Identifiers of several pieces, whole. */
  readonly identifiers: readonly string[];
}

/** The words of a text. */
export function wordList(text: string): WordList {
  const pieces: string[] = [];
  const identifiers: string[] = [];
  segmentWords(text, 0, text.length, {
    part: (_, from, to) => pieces.push(text.slice(from, to).toLowerCase()),
    whole: (_, from, to) => identifiers.push(text.slice(from, to).toLowerCase()),
  });
  return { pieces, identifiers };
}
