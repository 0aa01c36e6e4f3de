import { at } from './at.ts';
import { diffLines } from './diff-lines.ts';
import { type MergedStretch, mergeChanges } from './merge-changes.ts';
import { type LineFile, type LineNumbers, splitLines } from './split-lines.ts';

/**
 * Merges three versions of a text by lines, as git does: the bytes of the result, or undefined where both sides changed
 * the same lines, or lines that touch, to something different.
 */
export function mergeLines(base: Uint8Array, ours: Uint8Array, theirs: Uint8Array): Uint8Array | undefined {
  const numbers: LineNumbers = new Map();
  const [origin, one, two] = [splitLines(base, numbers), splitLines(ours, numbers), splitLines(theirs, numbers)];
  const oursChanges = diffLines(origin.ids, one.ids, numbers.size);
  const theirsChanges = diffLines(origin.ids, two.ids, numbers.size);
  if (oursChanges.length === 0) return theirs;
  if (theirsChanges.length === 0) return ours;
  const stretches = mergeChanges({
    ours: one.ids,
    theirs: two.ids,
    oursChanges,
    theirsChanges,
    baseLength: origin.ids.length,
  });
  if (stretches.some((stretch) => stretch.takes === 'both' && differs(one, two, stretch))) return undefined;
  return join(one, two, stretches);
}

/** Whether the two sides of a stretch that both changed are different; equal ones are no conflict. */
function differs(one: LineFile, two: LineFile, { from1, count1, from2, count2 }: MergedStretch): boolean {
  // Git leaves a stretch alone that is empty on either side, so it stays a conflict even where both are.
  if (count1 !== count2 || count1 === 0) return true;
  for (let line = 0; line < count1; line += 1) {
    if (at(one.ids, from1 + line) !== at(two.ids, from2 + line)) return true;
  }
  return false;
}

/** Our file with the stretches that theirs decides put in. */
function join(one: LineFile, two: LineFile, stretches: readonly MergedStretch[]): Uint8Array {
  const parts: Uint8Array[] = [];
  const take = ({ bytes, starts }: LineFile, from: number, to: number) => {
    parts.push(bytes.subarray(at(starts, from), at(starts, to)));
  };
  let line = 0;
  for (const { takes, from1, count1, from2, count2 } of stretches) {
    if (takes !== 'theirs') continue;
    take(one, line, from1);
    take(two, from2, from2 + count2);
    line = from1 + count1;
  }
  take(one, line, one.ids.length);
  const merged = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let length = 0;
  for (const part of parts) {
    merged.set(part, length);
    length += part.length;
  }
  return merged;
}
