import { at } from './at.ts';
import type { LineBox, LinePair } from './changed-lines.ts';
import { keptLines, roughRoot } from './discard-lines.ts';
import { type Diagonals, splitBox } from './split-box.ts';

const LEAST_COST = 256;

/**
 * Marks the changed lines of a box by Myers' O(ND) algorithm in linear space, with the short cuts that git's default
 * diff takes: equal ends are cut off, lines without counterpart are set aside, and a search that grows too long settles
 * for the furthest point (E. Myers, An O(ND) Difference Algorithm and Its Variations, 1986).
 */
export function classicDiff(pair: LinePair, box: LineBox): void {
  const { one, two, changedOne, changedTwo } = pair;
  let { from1, to1, from2, to2 } = box;
  while (from1 < to1 && from2 < to2 && one[from1] === two[from2]) {
    from1 += 1;
    from2 += 1;
  }
  while (from1 < to1 && from2 < to2 && one[to1 - 1] === two[to2 - 1]) {
    to1 -= 1;
    to2 -= 1;
  }
  changedOne.fill(1, from1, to1);
  changedTwo.fill(1, from2, to2);
  const kept1 = keptLines(one, from1, to1, box.to1 - box.from1, countLines(two, box.from2, box.to2, pair.numbers));
  const kept2 = keptLines(two, from2, to2, box.to2 - box.from2, countLines(one, box.from1, box.to1, pair.numbers));
  const diagonals: Diagonals = {
    ids1: kept1.map((line) => at(one, line)),
    ids2: kept2.map((line) => at(two, line)),
    forward: new Int32Array(kept1.length + kept2.length + 5),
    backward: new Int32Array(kept1.length + kept2.length + 5),
    zero: kept2.length + 2,
    mostCost: Math.max(roughRoot(kept1.length + kept2.length + 3), LEAST_COST),
  };
  // What takes part is unchanged until the search says otherwise.
  for (const line of kept1) changedOne[line] = 0;
  for (const line of kept2) changedTwo[line] = 0;
  compare(diagonals, { from1: 0, to1: kept1.length, from2: 0, to2: kept2.length }, false, {
    one: (index) => {
      changedOne[at(kept1, index)] = 1;
    },
    two: (index) => {
      changedTwo[at(kept2, index)] = 1;
    },
  });
}

interface Marks {
  one(index: number): void;
  two(index: number): void;
}

function compare(diagonals: Diagonals, box: LineBox, exact: boolean, mark: Marks): void {
  const { ids1, ids2 } = diagonals;
  let { from1, to1, from2, to2 } = box;
  while (from1 < to1 && from2 < to2 && ids1[from1] === ids2[from2]) {
    from1 += 1;
    from2 += 1;
  }
  while (from1 < to1 && from2 < to2 && ids1[to1 - 1] === ids2[to2 - 1]) {
    to1 -= 1;
    to2 -= 1;
  }
  if (from1 === to1) for (; from2 < to2; from2 += 1) mark.two(from2);
  else if (from2 === to2) for (; from1 < to1; from1 += 1) mark.one(from1);
  else {
    const split = splitBox(diagonals, { from1, to1, from2, to2 }, exact);
    compare(diagonals, { from1, to1: split.at1, from2, to2: split.at2 }, split.exactAbove, mark);
    compare(diagonals, { from1: split.at1, to1, from2: split.at2, to2 }, split.exactBelow, mark);
  }
}

function countLines(ids: Int32Array, from: number, to: number, numbers: number): Int32Array {
  const counts = new Int32Array(numbers);
  for (let line = from; line < to; line += 1) counts[at(ids, line)] = at(counts, at(ids, line)) + 1;
  return counts;
}
