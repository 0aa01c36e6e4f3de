import { sentence } from '../../../sentence.ts';
import { quoteWords } from '../scene/quote-words.ts';
import { shownBy } from '../scene/shown-by.ts';
import { type Field, matchWords, saturate } from '../scene/word-match.ts';
import type { CommitFeature } from './commit-feature.ts';

const FIELDS: readonly Field[] = [
  ['title', 3],
  ['body', 1],
  ['paths', 1],
];

/** Words of the alert in what the author wrote about the commit and in the names of its files. */
export const saidInMessage: CommitFeature = {
  clue: 'said-in-message',
  find: (scene) =>
    matchWords(scene.commits, FIELDS, (commit) => scene.weightsOf(commit).said).map((match) =>
      match.score === 0
        ? undefined
        : {
            value: saturate(match.score),
            says: sentence`its message or file names share ${quoteWords(match, scene.incident)} with the alert`,
          },
    ),
};

/** Words of the logs there. They weigh less: a message names the subject of the code, and so does every log line of that code. */
export const loggedInMessage: CommitFeature = {
  clue: 'logged-in-message',
  find: (scene) =>
    matchWords(scene.commits, FIELDS, (commit) => scene.weightsOf(commit).logged).map((match) =>
      match.score === 0
        ? undefined
        : {
            value: saturate(match.score),
            says: sentence`its message or file names share ${quoteWords(match, scene.incident)} with ${shownBy(scene)}`,
          },
    ),
};
