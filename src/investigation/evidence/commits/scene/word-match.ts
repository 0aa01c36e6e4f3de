import { addUp, sumOf } from '../text/add-up.ts';
import type { CommitWords } from './commit-words.ts';

/** A part of a commit's text and how much each of its words counts. */
export type Field = readonly [
  name: 'title' | 'body' | 'paths' | 'added' | 'removed' | 'context' | 'aside',
  weight: number,
];

/** The score of one commit, and the words that made most of it, best first (numbers of the vocabulary). */
export interface WordMatch {
  readonly commit: CommitWords;
  readonly score: number;
  readonly words: readonly { readonly word: number; readonly score: number }[];
}

const K1 = 1.2;
const B = 0.75;

/**
 * BM25F of the incident's words over some fields of the commits (Robertson and Zaragoza 2009; k1 1.2, b 0.75).
 * A word's rarity is counted over the commits of the case, in all the given fields together.
 */
export function matchWords(
  commits: readonly CommitWords[],
  fields: readonly Field[],
  weightsOf: (commit: CommitWords) => Float64Array,
): WordMatch[] {
  const documents = commits.map((commit) => ({ commit, ...document(commit, fields) }));
  const average = Math.max(1, documents.reduce((sum, { length }) => sum + length, 0) / Math.max(1, documents.length));
  const holders = new Map<number, number>();
  for (const { counts } of documents) for (const word of counts.keys()) addUp(holders, word, 1);
  return documents.map(({ commit, counts, length }): WordMatch => {
    const weights = weightsOf(commit);
    const norm = K1 * (1 - B + (B * length) / average);
    const words: { word: number; score: number }[] = [];
    let score = 0;
    for (const [word, count] of counts) {
      const weight = weights[word] as number;
      if (weight === 0) continue;
      const gain = weight * rarity(commits.length, sumOf(holders, word)) * ((count * (K1 + 1)) / (count + norm));
      score += gain;
      words.push({ word, score: gain });
    }
    words.sort((one, other) => other.score - one.score || one.word - other.word);
    return { commit, score, words };
  });
}

/** The inverse document frequency of BM25, never negative. */
export function rarity(commits: number, holders: number): number {
  return Math.log(1 + (commits - holders + 0.5) / (holders + 0.5));
}

function document(commit: CommitWords, fields: readonly Field[]): { counts: Map<number, number>; length: number } {
  const counts = new Map<number, number>();
  let length = 0;
  for (const [field, weight] of fields) {
    length += weight * commit[field].words;
    for (const [word, count] of commit[field].counts) addUp(counts, word, weight * count);
  }
  return { counts, length };
}

/** A match of this score counts half of the most that any can. */
const HALF = 20;
const MOST = 5;

/** Bounds a match's score: twenty matching log lines are not twenty times the evidence of one. 1 for a score of 5, below 5 for any. */
export function saturate(score: number): number {
  return (MOST * score) / (score + HALF);
}
