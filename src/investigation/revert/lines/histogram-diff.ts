import type { LineBox, LinePair } from './changed-lines.ts';
import { classicDiff } from './classic-diff.ts';
import { type Occurrences, rarestMatch } from './rarest-match.ts';

/**
 * Marks the changed lines as git's histogram diff does, which merges use (`merge-ort` since Git 2.34): split at the run of
 * equal lines with the rarest line, then do the same above and below it. Where only very common lines are left, Myers'
 * diff decides, as in git.
 */
export function histogramDiff(pair: LinePair): void {
  const index: Occurrences = {
    first: new Int32Array(pair.numbers),
    count: new Int32Array(pair.numbers),
    next: new Int32Array(pair.one.length),
  };
  const boxes: LineBox[] = [{ from1: 0, to1: pair.one.length, from2: 0, to2: pair.two.length }];
  for (let box = boxes.pop(); box !== undefined; box = boxes.pop()) {
    const match = box.from1 < box.to1 && box.from2 < box.to2 ? rarestMatch(pair, box, index) : 'none';
    if (match === 'too-common') classicDiff(pair, box);
    else if (match === 'none') {
      pair.changedOne.fill(1, box.from1, box.to1);
      pair.changedTwo.fill(1, box.from2, box.to2);
    } else {
      boxes.push({ ...box, from1: match.to1, from2: match.to2 }, { ...box, to1: match.from1, to2: match.from2 });
    }
  }
}
