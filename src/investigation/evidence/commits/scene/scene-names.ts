import { type NamedThing, namedThings } from '../text/named-things.ts';
import type { PatchLine } from '../text/patch-lines.ts';
import type { CommitScene } from './commit-scene.ts';
import type { CommitWords } from './commit-words.ts';

/** A name that the incident calls something by, and how much the text that does so counts (0 to 1). */
export interface SceneName {
  readonly thing: NamedThing;
  readonly weight: number;
  /** The service whose log names it; absent for the alert's own words. */
  readonly service?: string;
}

/** More names than these are a dump, and tell nothing. */
const MOST_NAMES = 200;

/** The names in the incident's texts, each once with its weightiest text, heaviest first. Services' own names are left out. */
export function sceneNames(scene: CommitScene): SceneName[] {
  const services = serviceNames(scene);
  const best = new Map<string, SceneName>();
  for (const { text, weight, service } of scene.incident.texts) {
    for (const thing of namedThings(text)) {
      const key = thing.pieces.join(' ');
      const known = best.get(key);
      if (known === undefined || weight > known.weight)
        best.set(key, { thing, weight, ...(service === undefined ? {} : { service }) });
    }
  }
  return [...best.values()]
    .filter(({ thing }) => !services.has(thing.pieces.join('')))
    .sort((one, other) => other.weight - one.weight || (one.thing.name < other.thing.name ? -1 : 1))
    .slice(0, MOST_NAMES);
}

/** A service's own name stands in all of its messages and all over its repository: it names nothing. */
function serviceNames({ theCase }: CommitScene): Set<string> {
  const names = [theCase.alert.service, ...theCase.deploys.map(({ service }) => service)];
  return new Set(names.map((name) => name.toLowerCase().replace(/[^a-z0-9]/g, '')));
}

const FIELDS = ['added', 'removed', 'context', 'aside'] as const;

/**
 * The sides of a commit's diff on which a name stands, in whatever spelling: `READ_TIMEOUT` is `read-timeout` and
 * `readTimeout`. First by the counted words, which is cheap; then by the text itself.
 */
export function sidesOf(
  commit: CommitWords,
  { pieces }: NamedThing,
  scene: CommitScene,
): ReadonlySet<PatchLine['side']> {
  const sides = new Set<PatchLine['side']>();
  const present = pieces.every((piece) => {
    const word = scene.incident.vocabulary.numberOf(piece);
    return piece.length < 2 || (word >= 0 && FIELDS.some((field) => commit[field].counts.has(word)));
  });
  if (!present) return sides;
  const name = new RegExp(`(?<![a-z0-9])${pieces.join('[-_. ]?')}(?![a-z0-9])`, 'i');
  for (const { side, text } of scene.linesOf(commit)) if (name.test(text)) sides.add(side);
  return sides;
}
