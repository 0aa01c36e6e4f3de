import { sentence } from '../../../sentence.ts';
import type { CommitScene } from '../scene/commit-scene.ts';
import type { CommitWords } from '../scene/commit-words.ts';
import { BACK, subjectOf } from '../text/subject-of.ts';
import type { CommitFeature, Finding } from './commit-feature.ts';

const UNIFIES =
  /(?<!\badd )\bone (?!(?:second|minute|hour|day|week|month|time|retry|attempt|more|round|of|go|pass|step|query|call|request|batch|transaction|statement|test)\b)[a-z]|\b(?:for|on|in|to|of|by) (?:all|any|every)\b|\b(?:same|(?:shared|common|single)(?![-/ ]?(?:quote|utils?|lib)))(?!-)\b|\beverywhere\b/i;
const TAKES_AWAY =
  /\bno longer (?!used|needed|required|valid|supported)|^(?:no (?!functional|more)|do not |don['’]t |never |stop )[a-z]/i;

/** One thing now serves what several served, or a rule holds for all: it reaches more than the place that it was written for. */
export const unifyingClue: CommitFeature = {
  clue: 'unifies',
  find: (scene) =>
    scene.commits.map((one): Finding | undefined =>
      UNIFIES.test(doneBy(one, scene))
        ? { value: 1, says: sentence`by its title one thing now serves several, or all` }
        : undefined,
    ),
};

/** Something no longer happens that somebody may have relied on. */
export const takingClue: CommitFeature = {
  clue: 'takes-away',
  find: (scene) =>
    scene.commits.map((one): Finding | undefined =>
      TAKES_AWAY.test(doneBy(one, scene))
        ? { value: 1, says: sentence`by its title something no longer happens` }
        : undefined,
    ),
};

/** What the title says was done; nothing of a revert, of what was taken back, and of what no deploy carried, such as a flag for all users. */
function doneBy(one: CommitWords, scene: CommitScene): string {
  const subject = subjectOf(one.commit.message);
  return scene.deploysOf(one).length === 0 || scene.vanished(one) || BACK.test(subject) ? '' : subject;
}
