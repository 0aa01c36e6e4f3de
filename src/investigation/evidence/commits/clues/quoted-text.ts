import { sentence } from '../../../sentence.ts';
import type { CommitWords } from '../scene/commit-words.ts';
import type { CommitFeature, Finding } from './commit-feature.ts';

/** Three words in a row may be chance ("is not a"); from four on it is the text of a message. */
const SHORTEST = 4;
const LONGEST = 8;

/** The changed lines hold a run of words of the incident in the same order: the text of the error, or part of the log statement. */
export const quotedText: CommitFeature = {
  clue: 'quoted-text',
  find: (scene) => {
    const runs = scene.commits.map(longestRun);
    const holders = runs.filter((run) => run >= SHORTEST).length;
    return runs.map((run): Finding | undefined => {
      if (run < SHORTEST) return undefined;
      const value = Math.min(1, (run - SHORTEST + 1) / (LONGEST - SHORTEST + 1)) / holders;
      return { value, says: sentence`its changed lines hold ${run} words of the incident in a row` };
    });
  },
};

function longestRun({ added, removed }: CommitWords): number {
  return Math.max(added.longestRun, removed.longestRun);
}
