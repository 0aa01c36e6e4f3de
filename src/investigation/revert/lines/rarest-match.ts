import { at } from './at.ts';
import type { LineBox, LinePair } from './changed-lines.ts';

/** A line that occurs more often than this is no anchor. Git's figure. */
const MOST_OCCURRENCES = 64;

/** Scratch lists that are used for one box after another: occurrences of each line number in the first list. */
export interface Occurrences {
  readonly first: Int32Array;
  readonly count: Int32Array;
  /** The next occurrence of the same line further down, or -1. */
  readonly next: Int32Array;
}

/**
 * The run of equal lines that histogram diff splits at: of all runs the one whose rarest line occurs least in the first
 * list; between equals the longer, then the earlier in the second list. `none` where no line is in both;
 * `too-common` where only lines are that occur too often.
 */
export function rarestMatch(pair: LinePair, box: LineBox, index: Occurrences): LineBox | 'none' | 'too-common' {
  const { one, two } = pair;
  const { first, count, next } = index;
  for (let line = box.to1 - 1; line >= box.from1; line -= 1) {
    const id = at(one, line);
    next[line] = at(count, id) === 0 ? -1 : at(first, id);
    first[id] = line;
    count[id] = at(count, id) + 1;
  }
  let [begin1, end1, begin2, end2] = [0, 0, 0, 0];
  let rarest = MOST_OCCURRENCES + 1;
  let common = false;
  let found = false;
  for (let line2 = box.from2; line2 < box.to2; ) {
    const id = at(two, line2);
    const times = at(count, id);
    let resume = line2 + 1;
    if (times > 0) common = true;
    for (let line1 = times > 0 && times <= rarest ? at(first, id) : -1; line1 >= 0; ) {
      let [top1, top2, last1, last2, rare] = [line1, line2, line1, line2, times];
      while (top1 > box.from1 && top2 > box.from2 && one[top1 - 1] === two[top2 - 1]) {
        top1 -= 1;
        top2 -= 1;
        rare = Math.min(rare, at(count, at(one, top1)));
      }
      while (last1 < box.to1 - 1 && last2 < box.to2 - 1 && one[last1 + 1] === two[last2 + 1]) {
        last1 += 1;
        last2 += 1;
        rare = Math.min(rare, at(count, at(one, last1)));
      }
      resume = Math.max(resume, last2 + 1);
      if (end1 - begin1 < last1 - top1 || rare < rarest) {
        [begin1, end1, begin2, end2, rarest, found] = [top1, last1, top2, last2, rare, true];
      }
      line1 = at(next, line1);
      while (line1 >= 0 && line1 <= last1) line1 = at(next, line1);
    }
    line2 = resume;
  }
  for (let line = box.from1; line < box.to1; line += 1) count[at(one, line)] = 0;
  if (common && rarest > MOST_OCCURRENCES) return 'too-common';
  return found ? { from1: begin1, to1: end1 + 1, from2: begin2, to2: end2 + 1 } : 'none';
}
