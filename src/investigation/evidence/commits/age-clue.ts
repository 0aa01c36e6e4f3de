import { sentence } from '../../sentence.ts';
import { HOUR_MS } from '../../time.ts';
import type { CommitFeature, Finding } from './commit-feature.ts';
import type { CommitScene } from './commit-scene.ts';

/** Days before the alert; older counts the same. */
const OLDEST_HOURS = 96;
/** Inside a deploy all commits went live at the same moment: age then only tells how long a commit was tried elsewhere. */
const INSIDE_A_DEPLOY = 0.25;

/**
 * Old commits have proved themselves. The value is minus the age in days, so in a busy repository, where all candidates
 * are hours old, it says little, and in a slow one, where they lie days apart, it says much.
 */
export const ageClue: CommitFeature = {
  clue: 'age',
  find: (scene) => {
    const newest = Math.max(...scene.commits.map(({ commit }) => commit.committedAt ?? Number.NEGATIVE_INFINITY));
    return scene.commits.map((words): Finding | undefined => {
      const at = words.commit.committedAt;
      if (at === undefined) return undefined;
      const until = Math.max(scene.theCase.alert.startedAt, newest);
      const hours = Math.min(OLDEST_HOURS, (until - at) / HOUR_MS);
      const share = observedDeploy(scene, words) ? INSIDE_A_DEPLOY : 1;
      return { value: (-share * hours) / 24, says: sentence`committed ${hours.toFixed(1)} h before the alert` };
    });
  },
};

/** Whether a real rollout was seen, as against a range of merges that were live one by one. */
function observedDeploy(scene: CommitScene, words: CommitScene['commits'][number]): boolean {
  return scene.deploysOf(words).some((deploy) => deploy.liveAt !== undefined || deploy.outcome !== undefined);
}
