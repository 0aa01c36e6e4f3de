import { at } from './at.ts';
import type { LinePair } from './changed-lines.ts';
import { histogramDiff } from './histogram-diff.ts';
import { slideChanges } from './slide-changes.ts';

/** Lines [from1, from1 + count1) of the first list became [from2, from2 + count2) of the second. */
export interface LineChange {
  readonly from1: number;
  readonly count1: number;
  readonly from2: number;
  readonly count2: number;
}

/** The changes between two lists of line numbers, in order, as git's merge sees them. */
export function diffLines(one: Int32Array, two: Int32Array, numbers: number): LineChange[] {
  const changedOne = new Uint8Array(one.length);
  const changedTwo = new Uint8Array(two.length);
  const pair: LinePair = { one, two, changedOne, changedTwo, numbers };
  histogramDiff(pair);
  const [first, second] = [
    { ids: one, changed: changedOne },
    { ids: two, changed: changedTwo },
  ];
  slideChanges(first, second);
  slideChanges(second, first);
  return changesOf(pair);
}

function changesOf({ one, two, changedOne, changedTwo }: LinePair): LineChange[] {
  const changes: LineChange[] = [];
  for (let [i1, i2] = [0, 0]; i1 < one.length || i2 < two.length; i1 += 1, i2 += 1) {
    const [from1, from2] = [i1, i2];
    while (at(changedOne, i1) === 1) i1 += 1;
    while (at(changedTwo, i2) === 1) i2 += 1;
    if (i1 > from1 || i2 > from2) changes.push({ from1, count1: i1 - from1, from2, count2: i2 - from2 });
  }
  return changes;
}
