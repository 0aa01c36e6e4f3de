import { at } from './at.ts';
import type { LineChange } from './diff-lines.ts';

/** A stretch of the merged file that at least one side changed: where it stands in each side, and whose lines count. */
export interface MergedStretch {
  takes: 'ours' | 'theirs' | 'both';
  readonly from1: number;
  count1: number;
  readonly from2: number;
  count2: number;
}

/** Both lists of line numbers, their changes from the common base, and how much longer each is than the base. */
export interface TwoSides {
  readonly ours: Int32Array;
  readonly theirs: Int32Array;
  readonly oursChanges: readonly LineChange[];
  readonly theirsChanges: readonly LineChange[];
  readonly baseLength: number;
}

/**
 * Lays the changes of two sides over each other. Changes that overlap or touch are one stretch that takes `both`, unless
 * both sides made the very same change: that stays as it is in ours.
 */
export function mergeChanges(sides: TwoSides): MergedStretch[] {
  const { oursChanges, theirsChanges } = sides;
  const stretches: MergedStretch[] = [];
  let [index1, index2] = [0, 0];
  for (;;) {
    const [one, two] = [oursChanges[index1], theirsChanges[index2]];
    if (one === undefined || two === undefined) break;
    const [end1, end2] = [one.from1 + one.count1, two.from1 + two.count1];
    if (end1 < two.from1) {
      append(stretches, oursAlone(one, two.from2 - two.from1));
      index1 += 1;
    } else if (end2 < one.from1) {
      append(stretches, theirsAlone(two, one.from2 - one.from1));
      index2 += 1;
    } else {
      if (!sameChange(sides, one, two)) append(stretches, overlap(one, two));
      if (end1 >= end2) index2 += 1;
      if (end2 >= end1) index1 += 1;
    }
  }
  const { ours, theirs, baseLength } = sides;
  for (const one of oursChanges.slice(index1)) append(stretches, oursAlone(one, theirs.length - baseLength));
  for (const two of theirsChanges.slice(index2)) append(stretches, theirsAlone(two, ours.length - baseLength));
  return stretches;
}

/** `shift` is how much further down the same line of the base stands on the other side. */
function oursAlone({ from1, count1, from2, count2 }: LineChange, shift: number): MergedStretch {
  return { takes: 'ours', from1: from2, count1: count2, from2: from1 + shift, count2: count1 };
}

function theirsAlone({ from1, count1, from2, count2 }: LineChange, shift: number): MergedStretch {
  return { takes: 'theirs', from1: from1 + shift, count1, from2, count2 };
}

function sameChange({ ours, theirs }: TwoSides, one: LineChange, two: LineChange): boolean {
  if (one.from1 !== two.from1 || one.count1 !== two.count1 || one.count2 !== two.count2) return false;
  for (let line = 0; line < one.count2; line += 1) {
    if (at(ours, one.from2 + line) !== at(theirs, two.from2 + line)) return false;
  }
  return true;
}

function overlap(one: LineChange, two: LineChange): MergedStretch {
  const before = one.from1 - two.from1;
  const after = before + one.count1 - two.count1;
  const from1 = one.from2 - Math.max(before, 0);
  const from2 = two.from2 + Math.min(before, 0);
  return {
    takes: 'both',
    from1,
    count1: one.from2 + one.count2 - from1 - Math.min(after, 0),
    from2,
    count2: two.from2 + two.count2 - from2 + Math.max(after, 0),
  };
}

function append(stretches: MergedStretch[], next: MergedStretch): void {
  const last = stretches.at(-1);
  if (last === undefined || (next.from1 > last.from1 + last.count1 && next.from2 > last.from2 + last.count2)) {
    stretches.push(next);
    return;
  }
  if (next.takes !== last.takes) last.takes = 'both';
  last.count1 = next.from1 + next.count1 - last.from1;
  last.count2 = next.from2 + next.count2 - last.from2;
}
