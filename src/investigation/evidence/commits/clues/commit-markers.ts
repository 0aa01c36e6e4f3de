import { sentence } from '../../../sentence.ts';
import type { CommitScene } from '../scene/commit-scene.ts';
import { titleOf } from '../text/title-of.ts';
import type { CommitFeature, Finding } from './commit-feature.ts';

const MERGE = /^merge (pull request|branch|remote-tracking|tag|commit)\b/i;
const IGNORE_FILE = /(^|\/)\.git-blame-ignore-revs$/;

/** A merge commit brings nothing of its own: what it merged stands beside it. */
export const mergeClue: CommitFeature = {
  clue: 'merge',
  find: (scene) =>
    scene.commits.map(({ commit }): Finding | undefined =>
      MERGE.test(titleOf(commit.message))
        ? { value: 1, says: sentence`it is a merge, and what it merged is looked at by itself` }
        : undefined,
    ),
};

/** The repository itself says that a commit only moves or formats code, in `.git-blame-ignore-revs`. */
export const ignoredClue: CommitFeature = {
  clue: 'ignored-revision',
  find: (scene) => {
    const listed = ignoredRevisions(scene);
    return scene.commits.map(({ commit }): Finding | undefined =>
      listed.has(commit.sha.toLowerCase())
        ? { value: 1, says: sentence`the repository lists it among the commits to ignore when looking for blame` }
        : undefined,
    );
  },
};

function ignoredRevisions(scene: CommitScene): Set<string> {
  const listed = new Set<string>();
  for (const { commit } of scene.commits) {
    for (const { path, patch = '' } of commit.files ?? []) {
      if (!IGNORE_FILE.test(path)) continue;
      for (const [, sha = ''] of patch.slice(0, 50_000).matchAll(/^\+\s?([0-9a-f]{7,64})\b/gim))
        listed.add(sha.toLowerCase());
    }
  }
  return listed;
}

/** The added and the removed lines hold the same words: formatting, or code that moved. */
export const movedClue: CommitFeature = {
  clue: 'only-moved',
  find: (scene) =>
    scene.commits.map(({ added, removed, aside, files, unread }): Finding | undefined => {
      const same = added.words > 0 && added.words === removed.words && added.fingerprint === removed.fingerprint;
      if (!same || unread > 0 || aside.words > 0 || files.length === 0) return undefined;
      return { value: 1, says: sentence`it adds the same words that it removes: formatting, or code that moved` };
    }),
};
