import { sentence } from '../../sentence.ts';
import type { CommitFeature } from './commit-feature.ts';
import { quoteWords } from './quote-words.ts';
import { type Field, matchWords, saturate } from './word-match.ts';

const FIELDS: readonly Field[] = [
  ['title', 3],
  ['body', 1],
  ['paths', 1],
];

/** Words of the incident in what the author wrote about the commit and in the names of its files. */
export const messageWords: CommitFeature = {
  clue: 'message-words',
  find: (scene) =>
    matchWords(scene.commits, FIELDS, scene.weightsOf).map((match) => {
      if (match.score === 0) return undefined;
      const quoted = quoteWords(match, scene.incident);
      return {
        value: saturate(match.score),
        says: sentence`its message or file names share ${quoted} with the incident`,
      };
    }),
};
