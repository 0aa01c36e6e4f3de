import { sentence } from '../../../sentence.ts';
import type { CommitScene } from '../scene/commit-scene.ts';
import type { CommitWords } from '../scene/commit-words.ts';
import { titleOf } from '../text/title-of.ts';
import type { CommitFeature, Finding } from './commit-feature.ts';

const UNIFIES =
  /\bone (?!(?:second|minute|hour|day|week|month|time|retry|attempt|more|round|of|go|pass|step|query|call|request|batch|transaction|statement)\b)[a-z]|\b(?:single|same|shared|common|(?<!at )all|any|everywhere)\b/i;
const TAKES_AWAY = /\bno longer\b|^(?:no|do not|don't|never|stop) [a-z]/i;
/** `fix(common): `, `[shared] `, `SHOP-12 `: a part of the code or a ticket, not what is done. */
const SCOPE = /^(?:[a-z]{2,12}(?:\([^)]{1,40}\))?!?:|\[[^\]]{1,40}\]|[A-Z]{2,10}-\d{1,6})\s*/;

/** One thing now serves what several served, or a rule holds for all: it reaches more than the place that it was written for. */
export const unifyingClue: CommitFeature = {
  clue: 'unifies',
  find: (scene) =>
    scene.commits.map((one): Finding | undefined =>
      UNIFIES.test(doneIn(one, scene))
        ? { value: 1, says: sentence`by its title one thing now serves several, or all` }
        : undefined,
    ),
};

/** Something no longer happens that somebody may have relied on. */
export const takingClue: CommitFeature = {
  clue: 'takes-away',
  find: (scene) =>
    scene.commits.map((one): Finding | undefined =>
      TAKES_AWAY.test(doneIn(one, scene))
        ? { value: 1, says: sentence`by its title something no longer happens` }
        : undefined,
    ),
};

/** What the title says was done; nothing where no deploy carried it, as with a flag for all users. */
function doneIn(one: CommitWords, scene: CommitScene): string {
  return scene.deploysOf(one).length === 0 ? '' : titleOf(one.commit.message).replace(SCOPE, '');
}
