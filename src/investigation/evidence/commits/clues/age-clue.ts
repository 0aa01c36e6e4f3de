import { sentence } from '../../../sentence.ts';
import { HOUR_MS } from '../../../time.ts';
import type { CommitScene } from '../scene/commit-scene.ts';
import type { CommitWords } from '../scene/commit-words.ts';
import type { CommitFeature, Finding } from './commit-feature.ts';

/** Older than this counts the same. */
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
    const { startedAt } = scene.theCase.alert;
    const newest = scene.commits.reduce(
      (latest, { commit }) => Math.max(latest, commit.committedAt ?? latest),
      startedAt,
    );
    return scene.commits.map((words): Finding | undefined => {
      const at = words.commit.committedAt;
      if (at === undefined || scene.vanished(words)) return undefined;
      const hours = Math.min(OLDEST_HOURS, (newest - at) / HOUR_MS);
      return {
        value: (-share(scene, words) * hours) / 24,
        says: sentence`committed ${hours.toFixed(1)} h before the alert`,
      };
    });
  },
};

/** From this share of commits that change nothing but configuration on, the repository is one of configuration. */
const LEAST_CONFIGURATION = 0.4;

/**
 * In a repository of configuration a change acts at once and is found at once, so the newest is to blame far more often:
 * of its reverts 59 % undo the newest commit, in a busy repository of code 10 % (measured on real reverts). The value is
 * minus the logarithm of the place in the order of time, times how much such a repository this is.
 */
export const newestClue: CommitFeature = {
  clue: 'newest-configuration',
  find: (scene) => {
    const known = scene.commits.filter(({ files }) => files.length > 0);
    const pure = known.filter(({ files }) =>
      files.every(({ kind }) => kind === 'configuration' || kind === 'asset' || kind === 'test'),
    );
    const part = pure.length / Math.max(1, known.length);
    const degree = Math.max(0, (part - LEAST_CONFIGURATION) / (1 - LEAST_CONFIGURATION));
    if (degree === 0) return [];
    const times = scene.commits.flatMap(({ commit }) => commit.committedAt ?? []).sort((one, other) => other - one);
    return scene.commits.map((words): Finding | undefined => {
      const at = words.commit.committedAt;
      if (at === undefined || scene.vanished(words)) return undefined;
      const place = times.indexOf(at);
      const says = place === 0 ? sentence`it is the newest change` : sentence`${place} changes are newer`;
      return { value: -degree * share(scene, words) * Math.log1p(place), says };
    });
  },
};

function share(scene: CommitScene, words: CommitWords): number {
  return observedDeploy(scene, words) ? INSIDE_A_DEPLOY : 1;
}

/** Whether a real rollout was seen, as against a range of merges that were live one by one. */
function observedDeploy(scene: CommitScene, words: CommitWords): boolean {
  return scene.deploysOf(words).some((deploy) => deploy.liveAt !== undefined || deploy.outcome !== undefined);
}
