import { sentence } from '../../sentence.ts';
import type { CommitFeature, Finding } from './commit-feature.ts';
import { quoteWords } from './quote-words.ts';
import { type Field, matchWords, saturate } from './word-match.ts';

const FIELDS: readonly Field[] = [
  ['added', 1],
  ['removed', 1],
  ['context', 0.3],
  ['aside', 0.5],
];

/**
 * Words of the incident in the changed lines. A commit of which no patch was read is not innocent for that: the share
 * of its files that was not read counts like the mean of the commits that were read.
 */
export const changedWords: CommitFeature = {
  clue: 'changed-words',
  find: (scene) => {
    const matches = matchWords(scene.commits, FIELDS, scene.weightsOf);
    const values = matches.map((match) => saturate(match.score));
    const read = scene.commits.filter((commit) => commit.unread < 1).length;
    const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, read);
    return scene.commits.map((commit, index): Finding | undefined => {
      const match = matches[index];
      const found = values[index] ?? 0;
      const value = found + commit.unread * Math.max(0, mean - found);
      if (match === undefined || value === 0) return undefined;
      if (match.score === 0)
        return { value, says: sentence`its changed lines could not be read; it counts like an average commit` };
      return { value, says: sentence`its changed lines hold ${quoteWords(match, scene.incident)} of the incident` };
    });
  },
};
