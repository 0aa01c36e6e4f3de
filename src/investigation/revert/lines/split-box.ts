import { at } from './at.ts';
import type { LineBox } from './changed-lines.ts';

const SNAKE = 20;
const SEARCH_COST = 256;
const WORTH = 4;
const FAR = 0x7fffffff;

/** What Myers' search works on: the two lists, and per diagonal the furthest points of both searches. */
export interface Diagonals {
  readonly ids1: Int32Array;
  readonly ids2: Int32Array;
  readonly forward: Int32Array;
  readonly backward: Int32Array;
  /** Where diagonal 0 stands in `forward` and `backward`. */
  readonly zero: number;
  readonly mostCost: number;
}

/** Where a box is cut; a half that is `exact` is searched without short cuts. */
export interface Split {
  readonly at1: number;
  readonly at2: number;
  readonly exactAbove: boolean;
  readonly exactBelow: boolean;
}

interface Band {
  low: number;
  high: number;
}

/** Searches from both corners of the box and gives the point where the two meet, or a good one once that costs too much. */
export function splitBox(diagonals: Diagonals, box: LineBox, exact: boolean): Split {
  const { ids1, ids2, forward, backward, zero, mostCost } = diagonals;
  const { from1, to1, from2, to2 } = box;
  const [lowest, highest] = [from1 - to2, to1 - from2];
  const [middle, backMiddle] = [from1 - from2, to1 - to2];
  const odd = ((middle - backMiddle) & 1) !== 0;
  const ahead: Band = { low: middle, high: middle };
  const back: Band = { low: backMiddle, high: backMiddle };
  forward[zero + middle] = from1;
  backward[zero + backMiddle] = to1;
  for (let cost = 1; ; cost += 1) {
    let snake = false;
    widen(forward, zero, ahead, lowest, highest, -1);
    for (let line = ahead.high; line >= ahead.low; line -= 2) {
      const [under, over] = [at(forward, zero + line - 1), at(forward, zero + line + 1)];
      const start = under >= over ? under + 1 : over;
      let i1 = start;
      while (i1 < to1 && i1 - line < to2 && ids1[i1] === ids2[i1 - line]) i1 += 1;
      if (i1 - start > SNAKE) snake = true;
      forward[zero + line] = i1;
      if (odd && back.low <= line && line <= back.high && at(backward, zero + line) <= i1) return meet(i1, line);
    }
    widen(backward, zero, back, lowest, highest, FAR);
    for (let line = back.high; line >= back.low; line -= 2) {
      const [under, over] = [at(backward, zero + line - 1), at(backward, zero + line + 1)];
      const start = under < over ? under : over - 1;
      let i1 = start;
      while (i1 > from1 && i1 - line > from2 && ids1[i1 - 1] === ids2[i1 - line - 1]) i1 -= 1;
      if (start - i1 > SNAKE) snake = true;
      backward[zero + line] = i1;
      if (!odd && ahead.low <= line && line <= ahead.high && i1 <= at(forward, zero + line)) return meet(i1, line);
    }
    if (exact) continue;
    if (snake && cost > SEARCH_COST) {
      const good = goodAhead(diagonals, box, ahead, cost) ?? goodBack(diagonals, box, back, cost);
      if (good !== undefined) return good;
    }
    if (cost >= mostCost) return furthest(diagonals, box, ahead, back);
  }
}

function meet(at1: number, diagonal: number): Split {
  return { at1, at2: at1 - diagonal, exactAbove: true, exactBelow: true };
}

/** Lets the search see one diagonal more on each side, or one less at the edge of the box. */
function widen(points: Int32Array, zero: number, band: Band, lowest: number, highest: number, outside: number): void {
  if (band.low > lowest) {
    band.low -= 1;
    points[zero + band.low - 1] = outside;
  } else band.low += 1;
  if (band.high < highest) {
    band.high += 1;
    points[zero + band.high + 1] = outside;
  } else band.high -= 1;
}

/** A point of the forward search that came far and ends a run of equal lines. */
function goodAhead(diagonals: Diagonals, box: LineBox, band: Band, cost: number): Split | undefined {
  const { ids1, ids2, forward, zero } = diagonals;
  let best = 0;
  let found: Split | undefined;
  for (let line = band.high; line >= band.low; line -= 2) {
    const i1 = at(forward, zero + line);
    const i2 = i1 - line;
    const gain = i1 - box.from1 + (i2 - box.from2) - Math.abs(line - (box.from1 - box.from2));
    if (gain <= WORTH * cost || gain <= best) continue;
    if (box.from1 + SNAKE > i1 || i1 >= box.to1 || box.from2 + SNAKE > i2 || i2 >= box.to2) continue;
    let run = 1;
    while (run <= SNAKE && ids1[i1 - run] === ids2[i2 - run]) run += 1;
    if (run <= SNAKE) continue;
    best = gain;
    found = { at1: i1, at2: i2, exactAbove: true, exactBelow: false };
  }
  return found;
}

/** The same for the backward search. */
function goodBack(diagonals: Diagonals, box: LineBox, band: Band, cost: number): Split | undefined {
  const { ids1, ids2, backward, zero } = diagonals;
  let best = 0;
  let found: Split | undefined;
  for (let line = band.high; line >= band.low; line -= 2) {
    const i1 = at(backward, zero + line);
    const i2 = i1 - line;
    const gain = box.to1 - i1 + (box.to2 - i2) - Math.abs(line - (box.to1 - box.to2));
    if (gain <= WORTH * cost || gain <= best) continue;
    if (box.from1 >= i1 || i1 > box.to1 - SNAKE || box.from2 >= i2 || i2 > box.to2 - SNAKE) continue;
    let run = 0;
    while (run < SNAKE && ids1[i1 + run] === ids2[i2 + run]) run += 1;
    if (run < SNAKE) continue;
    best = gain;
    found = { at1: i1, at2: i2, exactAbove: false, exactBelow: true };
  }
  return found;
}

/** The point of either search that is furthest from its corner. */
function furthest({ forward, backward, zero }: Diagonals, box: LineBox, ahead: Band, back: Band): Split {
  let [farSum, far1] = [-1, -1];
  for (let line = ahead.high; line >= ahead.low; line -= 2) {
    const i1 = Math.min(at(forward, zero + line), box.to1, box.to2 + line);
    if (farSum < i1 + i1 - line) [farSum, far1] = [i1 + i1 - line, i1];
  }
  let [nearSum, near1] = [FAR, FAR];
  for (let line = back.high; line >= back.low; line -= 2) {
    const i1 = Math.max(at(backward, zero + line), box.from1, box.from2 + line);
    if (i1 + i1 - line < nearSum) [nearSum, near1] = [i1 + i1 - line, i1];
  }
  return box.to1 + box.to2 - nearSum < farSum - (box.from1 + box.from2)
    ? { at1: far1, at2: farSum - far1, exactAbove: true, exactBelow: false }
    : { at1: near1, at2: nearSum - near1, exactAbove: false, exactBelow: true };
}
