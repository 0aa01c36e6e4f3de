import { sentence } from '../../../sentence.ts';
import { BACK, subjectOf } from '../text/subject-of.ts';
import { titleOf } from '../text/title-of.ts';
import type { CommitFeature, Finding } from './commit-feature.ts';

const AGAIN = /^[\W_]{0,3}(?:reland|re-land|reapply|re-apply|relanding|revert\W{1,3}(?:revert|reland|reapply))/i;

/** The revert of a revert: the change did harm once already. */
export const relandClue: CommitFeature = {
  clue: 'reland',
  find: (scene) =>
    scene.commits.map((words): Finding | undefined => {
      if (!AGAIN.test(subjectOf(words.commit.message))) return undefined;
      if (scene.vanished(words)) return { value: -1, says: sentence`a change that was reverted before is gone again` };
      return { value: 1, says: sentence`it brings back a change that was reverted before` };
    }),
};

/** A revert goes back to what ran before. */
export const revertClue: CommitFeature = {
  clue: 'revert',
  find: (scene) =>
    scene.commits.map((words): Finding | undefined => {
      const title = subjectOf(words.commit.message);
      if (!BACK.test(title) || AGAIN.test(title)) return undefined;
      if (scene.vanished(words))
        return { value: -1, says: sentence`a revert is gone: what it took back is there again` };
      return { value: 1, says: sentence`it is a revert: it goes back to what ran before` };
    }),
};

const FIX =
  /\b(?:fix(?:e[sd])?|hotfix|handle[sd]?|guard|prevent(?:s|ed)?|avoid(?:s|ed)?|protect|never|missing|crash|regression|workaround|nil|null|leak|race|deadlock)\b/i;

/** A rollback took a commit away that reads like a fix. */
export const vanishedFix: CommitFeature = {
  clue: 'vanished-fix',
  find: (scene) =>
    scene.commits.map((words): Finding | undefined =>
      scene.vanished(words) && FIX.test(titleOf(words.commit.message))
        ? { value: 1, says: sentence`a rollback took this fix away` }
        : undefined,
    ),
};
