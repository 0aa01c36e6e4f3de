import type { Clue } from '../evidence/clue.ts';
import { type Evidence, NEGLIGIBLE } from './verdict.ts';

/**
 * Numbers clues E1, E2, … in the order in which they are measured; a clue that several suspects share keeps its number.
 * Those that weigh next to nothing are left out, unless nothing else is left.
 */
export function numberClues(): (clues: readonly Clue[]) => Evidence[] {
  const known = new Map<Clue, Evidence>();
  return (clues) => {
    const telling = clues.filter(({ weight }) => Math.abs(weight) >= NEGLIGIBLE);
    return (telling.length > 0 ? telling : clues.slice(0, 1)).map((clue) => {
      const numbered = known.get(clue) ?? { id: `E${known.size + 1}`, ...clue };
      known.set(clue, numbered);
      return numbered;
    });
  };
}
