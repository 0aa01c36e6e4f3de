import { at } from './at.ts';

/** One side of a diff whose groups of changed lines can be slid up and down. */
interface Side {
  readonly ids: Int32Array;
  readonly changed: Uint8Array;
}

/** Changed lines [start, end); between any two unchanged lines there is one group, mostly an empty one. */
interface Group {
  start: number;
  end: number;
}

/**
 * Slides each group of changed lines of one side as far down as equal lines allow, joining groups that meet, and back up
 * to the lowest place at which the other side has changed lines too. That is what git does to a diff before it merges;
 * whether two changes touch each other depends on it.
 */
export function slideChanges(side: Side, other: Side): void {
  const group = firstGroup(side);
  const beside = firstGroup(other);
  do {
    if (group.start !== group.end) settle(side, group, other, beside);
    toNext(other, beside);
  } while (toNext(side, group));
}

function settle(side: Side, group: Group, other: Side, beside: Group): void {
  let size: number;
  let highestEnd: number;
  let met: boolean;
  do {
    size = group.end - group.start;
    while (slideUp(side, group)) toPrevious(other, beside);
    highestEnd = group.end;
    met = beside.end > beside.start;
    while (slideDown(side, group)) {
      toNext(other, beside);
      if (beside.end > beside.start) met = true;
    }
  } while (size !== group.end - group.start);
  if (group.end === highestEnd || !met) return;
  while (beside.end === beside.start) {
    slideUp(side, group);
    toPrevious(other, beside);
  }
}

function firstGroup({ changed }: Side): Group {
  const group = { start: 0, end: 0 };
  while (at(changed, group.end) === 1) group.end += 1;
  return group;
}

function toNext({ ids, changed }: Side, group: Group): boolean {
  if (group.end >= ids.length) return false;
  group.start = group.end + 1;
  group.end = group.start;
  while (at(changed, group.end) === 1) group.end += 1;
  return true;
}

function toPrevious({ changed }: Side, group: Group): void {
  group.end = group.start - 1;
  group.start = group.end;
  while (group.start > 0 && at(changed, group.start - 1) === 1) group.start -= 1;
}

function slideDown({ ids, changed }: Side, group: Group): boolean {
  if (group.end >= ids.length || ids[group.start] !== ids[group.end]) return false;
  changed[group.start] = 0;
  changed[group.end] = 1;
  group.start += 1;
  group.end += 1;
  while (at(changed, group.end) === 1) group.end += 1;
  return true;
}

function slideUp({ ids, changed }: Side, group: Group): boolean {
  if (group.start === 0 || ids[group.start - 1] !== ids[group.end - 1]) return false;
  group.start -= 1;
  group.end -= 1;
  changed[group.start] = 1;
  changed[group.end] = 0;
  while (group.start > 0 && at(changed, group.start - 1) === 1) group.start -= 1;
  return true;
}
