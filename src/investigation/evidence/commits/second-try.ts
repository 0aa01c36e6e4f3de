import { sentence } from '../../sentence.ts';
import type { CommitFeature, Finding } from './commit-feature.ts';

const AGAIN = /^[\W_]{0,3}(?:reland|re-land|reapply|re-apply|relanding|revert\W{1,3}(?:revert|reland|reapply))/i;
const BACK = /^[\W_]{0,3}(?:revert|back out|backout|roll ?back)\b/i;

/** The revert of a revert: the change did harm once already. */
export const relandClue: CommitFeature = {
  clue: 'reland',
  find: (scene) =>
    scene.commits.map(({ commit }): Finding | undefined =>
      AGAIN.test(titleOf(commit.message))
        ? { value: 1, says: sentence`it brings back a change that was reverted before` }
        : undefined,
    ),
};

/** A revert goes back to what ran before. */
export const revertClue: CommitFeature = {
  clue: 'revert',
  find: (scene) =>
    scene.commits.map(({ commit }): Finding | undefined => {
      const title = titleOf(commit.message);
      if (!BACK.test(title) || AGAIN.test(title)) return undefined;
      return { value: 1, says: sentence`it is a revert: it goes back to what ran before` };
    }),
};

function titleOf(message = ''): string {
  return (message.split('\n', 1)[0] ?? '').slice(0, 300);
}
