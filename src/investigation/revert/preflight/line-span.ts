import type { LineChange } from '../lines/diff-lines.ts';

/** Lines [from, to) of one version of a file; empty where lines were taken out between two others. */
export interface LineSpan {
  readonly from: number;
  readonly to: number;
}

/** What changed, in the lines of the first version. */
export function spansBefore(changes: readonly LineChange[]): readonly LineSpan[] {
  return changes.map(({ from1, count1 }) => ({ from: from1, to: from1 + count1 }));
}

/** What changed, in the lines of the second version. */
export function spansAfter(changes: readonly LineChange[]): readonly LineSpan[] {
  return changes.map(({ from2, count2 }) => ({ from: from2, to: from2 + count2 }));
}

/** Where the lines of the first version are in the second; what changed itself becomes all that stands in its place. */
export function carrySpan({ from, to }: LineSpan, changes: readonly LineChange[]): LineSpan {
  return { from: carryLine(from, changes, 'from'), to: carryLine(to, changes, 'to') };
}

function carryLine(line: number, changes: readonly LineChange[], edge: 'from' | 'to'): number {
  let moved = line;
  for (const { from1, count1, from2, count2 } of changes) {
    if (from1 > line || (from1 === line && edge === 'to')) break;
    if (from1 + count1 > line) return edge === 'from' ? from2 : from2 + count2;
    moved = line + from2 + count2 - (from1 + count1);
  }
  return moved;
}

/** Whether two spans share lines or stand side by side: git takes that for the same place. */
export function spansTouch(one: LineSpan, other: LineSpan): boolean {
  return one.from <= other.to && other.from <= one.to;
}
