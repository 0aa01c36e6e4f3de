import { at } from './at.ts';

const MOST_LIMIT = 1024;
const WINDOW = 100;
const RUN = 4;

/** A line of one side: it has no counterpart, a few, or so many that matching it says little. */
const NONE = 0;
const SOME = 1;
const MANY = 2;

/** A power of two near the square root, as git estimates it. */
export function roughRoot(size: number): number {
  let root = 1;
  for (let left = size; left > 0; left >>= 2) root <<= 1;
  return root;
}

/**
 * Which lines of [from, to) take part in Myers' diff: those with a counterpart on the other side. A line with very many
 * counterparts takes part too, unless it stands among lines that have none. Gives their places.
 */
export function keptLines(
  ids: Int32Array,
  from: number,
  to: number,
  size: number,
  counterparts: Int32Array,
): Int32Array {
  const limit = Math.min(roughRoot(size), MOST_LIMIT);
  const standing = new Uint8Array(to - from);
  for (let line = from; line < to; line += 1) {
    const times = at(counterparts, at(ids, line));
    standing[line - from] = times === 0 ? NONE : times >= limit ? MANY : SOME;
  }
  const kept: number[] = [];
  standing.forEach((one, index) => {
    if (one === SOME || (one === MANY && !isAmongLost(standing, index))) kept.push(from + index);
  });
  return Int32Array.from(kept);
}

function isAmongLost(standing: Uint8Array, index: number): boolean {
  const before = runFrom(standing, index, -1);
  if (before.lost === 0) return false;
  const after = runFrom(standing, index, 1);
  if (after.lost === 0) return false;
  const many = before.many + after.many;
  return many * RUN < many + before.lost + after.lost;
}

function runFrom(standing: Uint8Array, index: number, step: 1 | -1): { readonly lost: number; readonly many: number } {
  let lost = 0;
  let many = 1;
  for (let away = 1; away <= WINDOW; away += 1) {
    const one = standing[index + step * away];
    if (one === NONE) lost += 1;
    else if (one === MANY) many += 1;
    else break;
  }
  return { lost, many };
}
