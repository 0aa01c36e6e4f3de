import { code, sentence } from '../../sentence.ts';
import type { CommitFeature, Finding } from './commit-feature.ts';
import type { CommitScene } from './commit-scene.ts';
import type { CommitWords } from './commit-words.ts';
import { type NamedThing, namedThings } from './named-things.ts';
import { rarity } from './word-match.ts';

const KINDS = { setting: 'the setting', relation: 'the relation', identifier: 'the name' } as const;
/** A name that many commits touch is the name of the whole place. */
const TOO_COMMON = 0.34;
const PATCHES_READ = 20_000;

/**
 * The changed lines hold a setting, an SQL relation or an identifier by the name that a log message or the alert gives it,
 * in whatever spelling. Frames of a stack are looked at elsewhere. The value is 1 for a name that only one commit touches.
 */
export const namedClue: CommitFeature = {
  clue: 'named-thing',
  find: (scene) => {
    const services = serviceNames(scene);
    const things = thingsOf(scene).filter(({ thing }) => !services.has(thing.pieces.join('')));
    const held = things.map(({ thing, weight }) => ({
      thing,
      weight,
      holders: new Set(scene.commits.filter((commit) => holds(commit, thing, scene))),
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

/** A service's own name stands in all of its messages and all over its repository: it names nothing. */
function serviceNames({ theCase }: CommitScene): Set<string> {
  const names = [theCase.alert.service, ...theCase.deploys.map(({ service }) => service)];
  return new Set(names.map((name) => name.toLowerCase().replace(/[^a-z0-9]/g, '')));
}

function thingsOf(scene: CommitScene): { thing: NamedThing; weight: number }[] {
  const best = new Map<string, { thing: NamedThing; weight: number }>();
  for (const { text, weight } of scene.incident.texts) {
    for (const thing of namedThings(text)) {
      const key = thing.pieces.join(' ');
      const known = best.get(key);
      if (known === undefined || weight > known.weight) best.set(key, { thing, weight });
    }
  }
  return [...best.values()];
}

/** First by the counted words, which is cheap; then by the text itself. */
function holds(commit: CommitWords, thing: NamedThing, scene: CommitScene): boolean {
  const { vocabulary } = scene.incident;
  const present = thing.pieces.every((piece) => {
    const word = vocabulary.numberOf(piece);
    return piece.length < 2 || (word >= 0 && (commit.added.counts.has(word) || commit.removed.counts.has(word)));
  });
  if (!present) return false;
  const name = new RegExp(`(?<![a-z0-9])${thing.pieces.join('[-_. ]?')}(?![a-z0-9])`, 'i');
  return (commit.commit.files ?? []).some(
    ({ patch }) => patch !== undefined && changedLines(patch).some((line) => name.test(line)),
  );
}

function changedLines(patch: string): string[] {
  return patch
    .slice(0, PATCHES_READ)
    .split('\n')
    .filter((line) => line.startsWith('+') || line.startsWith('-'))
    .map((line) => line.slice(1, 500));
}
