import { code, sentence } from '../../../sentence.ts';
import { sceneNames, sidesOf } from '../scene/scene-names.ts';
import { rarity } from '../scene/word-match.ts';
import type { CommitFeature, Finding } from './commit-feature.ts';

const KINDS = { setting: 'the setting', relation: 'the relation', identifier: 'the name' } as const;
/** A name that many commits touch is the name of the whole place. */
const TOO_COMMON = 0.34;

/**
 * The changed lines hold a setting, an SQL relation or an identifier by the name that a log message or the alert gives it,
 * in whatever spelling. Frames of a stack are looked at elsewhere. The value is 1 for a name that only one commit touches.
 */
export const namedClue: CommitFeature = {
  clue: 'named-thing',
  find: (scene) => {
    const held = sceneNames(scene).map(({ thing, weight }) => ({
      thing,
      weight,
      holders: new Set(scene.commits.filter((commit) => changes(sidesOf(commit, thing, scene)))),
    }));
    const telling = held.filter(({ holders }) => holders.size <= Math.max(2, TOO_COMMON * scene.commits.length));
    const most = rarity(scene.commits.length, 1);
    return scene.commits.map((commit): Finding | undefined => {
      const [best] = telling
        .filter(({ holders }) => holders.has(commit))
        .map(({ thing, weight, holders }) => ({
          thing,
          value: (weight * rarity(scene.commits.length, holders.size)) / most,
        }))
        .sort((one, other) => other.value - one.value || (one.thing.name < other.thing.name ? -1 : 1));
      if (best === undefined) return undefined;
      return {
        value: best.value,
        says: sentence`its changed lines hold ${KINDS[best.thing.kind]} ${code(best.thing.name)}`,
      };
    });
  },
};

function changes(sides: ReturnType<typeof sidesOf>): boolean {
  return sides.has('added') || sides.has('removed');
}
