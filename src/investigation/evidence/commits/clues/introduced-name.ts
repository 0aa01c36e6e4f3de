import { code, sentence } from '../../../sentence.ts';
import type { CommitScene } from '../scene/commit-scene.ts';
import type { CommitWords } from '../scene/commit-words.ts';
import { type SceneName, sceneNames, sidesOf } from '../scene/scene-names.ts';
import { remember } from '../text/remember.ts';
import type { CommitFeature, Finding } from './commit-feature.ts';

/** A name of the incident that one commit alone brought or took away. */
export interface IntroducedName extends SceneName {
  readonly side: 'added' | 'removed';
}

/**
 * The incident calls something by a name that the commit brought, or took away: it stands on one side of its diff only, in no
 * line beside it, and in no other commit. A value that nobody knew before is what the other side of a broken contract complains of.
 */
export const introducedName: CommitFeature = {
  clue: 'introduced-name',
  find: (scene) => {
    const found = introducedNames(scene);
    return scene.commits.map((commit): Finding | undefined => {
      const [best] = (found.get(commit) ?? []).toSorted((one, other) => other.weight - one.weight);
      if (best === undefined) return undefined;
      const name = code(best.thing.name);
      const says =
        best.side === 'added'
          ? sentence`it brought ${name}, which the incident names, and no other change holds it`
          : sentence`it took ${name} away, which the incident names, and no other change holds it`;
      return { value: best.weight, says };
    });
  },
};

/**
 * Services one of whose commits brought a name that the alert or the alerting service's own logs complain of: something of
 * theirs arrives there, whether or not a call graph knows the way. What a rollback took away arrives no more.
 */
export function heardFrom(scene: CommitScene): ReadonlySet<string> {
  const alerting = scene.theCase.alert.service;
  const heard = [...introducedNames(scene)].filter(
    ([commit, names]) =>
      !scene.vanished(commit) &&
      names.some(({ side, service }) => side === 'added' && (service ?? alerting) === alerting),
  );
  return new Set(heard.flatMap(([commit]) => [...scene.servicesOf(commit)]));
}

function introducedNames(scene: CommitScene): ReadonlyMap<CommitWords, readonly IntroducedName[]> {
  const found = new Map<CommitWords, IntroducedName[]>();
  for (const name of sceneNames(scene)) {
    const holders = scene.commits.flatMap((commit) => {
      const sides = sidesOf(commit, name.thing, scene);
      return sides.size === 0 ? [] : [{ commit, sides: [...sides] }];
    });
    const [only] = holders;
    if (only === undefined || holders.length > 1) continue;
    const [side, ...others] = only.sides;
    if (others.length > 0 || side === undefined || side === 'context') continue;
    remember(found, only.commit, () => []).push({ ...name, side });
  }
  return found;
}
