import { type Sentence, sentence } from '../../../sentence.ts';
import type { CommitScene } from '../scene/commit-scene.ts';
import type { CommitWords } from '../scene/commit-words.ts';
import { quoteWords } from '../scene/quote-words.ts';
import { shownBy } from '../scene/shown-by.ts';
import { type Field, matchWords, saturate, type WordMatch } from '../scene/word-match.ts';
import type { CommitFeature, Finding } from './commit-feature.ts';

const FIELDS: readonly Field[] = [
  ['added', 1],
  ['removed', 1],
  ['context', 0.3],
  ['aside', 0.5],
];

/** Words of the alert in the changed lines. */
export const saidInDiff: CommitFeature = {
  clue: 'said-in-diff',
  find: (scene) =>
    findInDiff(
      scene,
      (commit) => scene.weightsOf(commit).said,
      (match) => sentence`its changed lines hold ${quoteWords(match, scene.incident)} of the alert`,
    ),
};

/** Words of the logs in the changed lines. */
export const loggedInDiff: CommitFeature = {
  clue: 'logged-in-diff',
  find: (scene) =>
    findInDiff(
      scene,
      (commit) => scene.weightsOf(commit).logged,
      (match) => sentence`its changed lines hold ${quoteWords(match, scene.incident)} of ${shownBy(scene)}`,
    ),
};

/**
 * A commit of which no patch was read is not innocent for that: the share of its files that was not read counts like
 * the mean of the commits that were read.
 */
function findInDiff(
  scene: CommitScene,
  weightsOf: (commit: CommitWords) => Float64Array,
  say: (match: WordMatch) => Sentence,
): (Finding | undefined)[] {
  const matches = matchWords(scene.commits, FIELDS, weightsOf);
  const read = scene.commits.filter((commit) => commit.unread < 1).length;
  const mean = matches.reduce((sum, match) => sum + saturate(match.score), 0) / Math.max(1, read);
  return matches.map((match): Finding | undefined => {
    const found = saturate(match.score);
    const value = found + match.commit.unread * Math.max(0, mean - found);
    if (value === 0) return undefined;
    if (match.score > 0) return { value, says: say(match) };
    return { value, says: sentence`its changed lines could not be read: counted like an average commit` };
  });
}
