import { code, sentence } from '../../../sentence.ts';
import type { CommitScene } from '../scene/commit-scene.ts';
import type { PatchLine } from '../text/patch-lines.ts';
import { tellingNumbers } from '../text/telling-numbers.ts';
import type { CommitFeature, Finding } from './commit-feature.ts';

/** More commits than this that touch a number: it is no limit of one place. */
const MOST_HOLDERS = 2;
/** A text that is hardly new, or another service's, names no limit that was just set. */
const NEW_ENOUGH = 0.3;

/**
 * The changed lines hold a number that the incident names: errors quote the limit that they enforce ("larger than max
 * (3841423 vs. 1048576)"). The value is 1, and half of it for a number of two digits, which many lines hold.
 */
export const numberClue: CommitFeature = {
  clue: 'named-number',
  find: (scene) => {
    const named = namedNumbers(scene);
    if (named.size === 0) return [];
    const held = scene.commits.map((commit) => heldNumbers(scene.linesOf(commit), named));
    const holders = new Map<number, number>();
    for (const numbers of held) for (const number of numbers) holders.set(number, (holders.get(number) ?? 0) + 1);
    return held.map((numbers): Finding | undefined => {
      const telling = numbers.filter((number) => (holders.get(number) as number) <= MOST_HOLDERS);
      if (telling.length === 0) return undefined;
      const number = Math.max(...telling);
      const says = sentence`its changed lines hold ${code(String(number))}, a number that the incident names`;
      return { value: number < 100 ? 0.5 : 1, says };
    });
  },
};

function namedNumbers({ incident }: CommitScene): ReadonlySet<number> {
  return new Set(
    incident.texts.filter(({ weight }) => weight > NEW_ENOUGH).flatMap(({ text }) => [...tellingNumbers(text)]),
  );
}

function heldNumbers(lines: readonly PatchLine[], named: ReadonlySet<number>): number[] {
  const changed = lines.flatMap(({ side, text }) => (side === 'context' ? [] : [text]));
  return [...new Set(changed.flatMap((text) => [...tellingNumbers(text)]))].filter((number) => named.has(number));
}
