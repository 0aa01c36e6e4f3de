import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { seededChance } from '../../../../test/support/seeded-chance.ts';
import type { LinePair } from './changed-lines.ts';
import { classicDiff } from './classic-diff.ts';
import { diffLines, type LineChange } from './diff-lines.ts';

/** Plays the changes back: what is not in one must be equal on both sides. */
function replay(one: Int32Array, two: Int32Array, changes: readonly LineChange[]): number[] {
  const made: number[] = [];
  let line = 0;
  for (const { from1, count1, from2, count2 } of changes) {
    made.push(...one.subarray(line, from1), ...two.subarray(from2, from2 + count2));
    line = from1 + count1;
  }
  return [...made, ...one.subarray(line)];
}

const list = (numbers: readonly number[]) => Int32Array.from(numbers);

function longestCommon(one: readonly number[], two: readonly number[]): number {
  let above = new Array<number>(two.length + 1).fill(0);
  for (const left of one) {
    const row = [0];
    two.forEach((right, index) => {
      const best = left === right ? (above[index] ?? 0) + 1 : Math.max(above[index + 1] ?? 0, row[index] ?? 0);
      row.push(best);
    });
    above = row;
  }
  return above.at(-1) ?? 0;
}

const fewNumbers = (most: number, length: number) => fc.array(fc.nat(most), { maxLength: length });

describe('changes between two lists of lines', () => {
  test.each([
    [[1, 2, 3], [1, 2, 3], []],
    [[], [1], [{ from1: 0, count1: 0, from2: 0, count2: 1 }]],
    [[1], [], [{ from1: 0, count1: 1, from2: 0, count2: 0 }]],
    [[1, 2, 3], [1, 9, 3], [{ from1: 1, count1: 1, from2: 1, count2: 1 }]],
    [[1, 2], [3, 4], [{ from1: 0, count1: 2, from2: 0, count2: 2 }]],
    // An insertion among equal lines slides to the end of them.
    [[1, 5, 5, 2], [1, 5, 5, 5, 2], [{ from1: 3, count1: 0, from2: 3, count2: 1 }]],
    // A deletion that could slide stays where the other side changed something too.
    [[1, 7, 5, 6, 5, 2], [1, 8, 6, 5, 2], [{ from1: 1, count1: 2, from2: 1, count2: 1 }]],
  ])('%j to %j', (one, two, changes) => {
    expect(diffLines(list(one), list(two), 10)).toEqual(changes);
  });

  test('bring one list to the other, and apart from them both are equal', () => {
    fc.assert(
      fc.property(fewNumbers(5, 60), fewNumbers(5, 60), (one, two) => {
        const changes = diffLines(list(one), list(two), 6);
        expect(replay(list(one), list(two), changes)).toEqual(two);
        const kept = one.length - changes.reduce((sum, { count1 }) => sum + count1, 0);
        expect(two.length - changes.reduce((sum, { count2 }) => sum + count2, 0)).toBe(kept);
      }),
    );
  });

  test('are parted by lines that stay', () => {
    fc.assert(
      fc.property(fewNumbers(3, 80), fewNumbers(3, 80), (one, two) => {
        const changes = diffLines(list(one), list(two), 4);
        changes.slice(1).forEach((change, index) => {
          const before = changes[index];
          expect(change.from1).toBeGreaterThan((before?.from1 ?? 0) + (before?.count1 ?? 0));
        });
      }),
    );
  });

  test.each([
    [2, 700, 60],
    [2, 3000, 1200],
    [3, 3000, 900],
    [12, 4000, 2500],
    [400, 3000, 2000],
  ])(
    'hold for long lists of %d different lines (%d lines, %d edits), however the search gets there',
    (kinds, length, edits) => {
      const chance = seededChance(kinds * length);
      const one = Array.from({ length }, () => chance.below(kinds));
      const two = [...one];
      for (let count = 0; count < edits; count += 1) {
        const added = Array.from({ length: chance.below(4) }, () => chance.below(kinds));
        two.splice(chance.below(two.length + 1), chance.below(4), ...added);
      }
      const changes = diffLines(list(one), list(two), kinds);
      expect(replay(list(one), list(two), changes)).toEqual(two);
    },
  );

  test('hold where a block moved past many others', () => {
    const block = Array.from({ length: 400 }, (_, line) => line % 7);
    const other = Array.from({ length: 900 }, (_, line) => 7 + (line % 11));
    const [one, two] = [list([...block, ...other]), list([...other, ...block])];
    expect(replay(one, two, diffLines(one, two, 20))).toEqual([...two]);
  });
});

describe("Myers' diff of a part of two lists", () => {
  const mark = (one: readonly number[], two: readonly number[], numbers: number): LinePair => {
    const pair = {
      one: list(one),
      two: list(two),
      changedOne: new Uint8Array(one.length),
      changedTwo: new Uint8Array(two.length),
      numbers,
    };
    classicDiff(pair, { from1: 0, to1: one.length, from2: 0, to2: two.length });
    return pair;
  };

  test('changes as few lines as possible where no line is so common that it is set aside', () => {
    // With up to 12 lines of 12 kinds none occurs often enough to be discarded, mostly; those that do are filtered out.
    const lists = fc.uniqueArray(fc.nat(11), { maxLength: 12 });
    fc.assert(
      fc.property(lists, lists, (one, two) => {
        const { changedOne, changedTwo } = mark(one, two, 12);
        const changed = [...changedOne, ...changedTwo].reduce((sum, value) => sum + value, 0);
        expect(changed).toBe(one.length + two.length - 2 * longestCommon(one, two));
      }),
    );
  });

  test('gives up on the best way through very long lists, and still brings one to the other', () => {
    const chance = seededChance(7);
    const one = Array.from({ length: 40_000 }, () => chance.below(300));
    const two = [...one];
    for (let count = 0; count < 3000; count += 1) {
      const added = Array.from({ length: chance.below(4) }, () => chance.below(300));
      two.splice(chance.below(two.length + 1), chance.below(4), ...added);
    }
    const { changedOne, changedTwo } = mark(one, two, 300);
    expect(two.filter((_, line) => changedTwo[line] === 0)).toEqual(one.filter((_, line) => changedOne[line] === 0));
  });

  test('sets a common line aside that stands among lines without counterpart', () => {
    const common = Array.from({ length: 80 }, () => 0);
    const strange = Array.from({ length: 300 }, (_, line) => (line === 150 ? 0 : 1 + line));
    const { changedOne } = mark([...strange, 999], [999, ...common], 1000);
    expect(changedOne[150]).toBe(1);
    expect(changedOne[300]).toBe(0);
  });

  test('leaves the rest of both lists alone', () => {
    const pair = mark([], [], 3);
    const whole = {
      ...pair,
      one: list([0, 1, 2, 0]),
      two: list([0, 2, 2, 0]),
      changedOne: new Uint8Array(4),
      changedTwo: new Uint8Array(4),
    };
    classicDiff(whole, { from1: 1, to1: 3, from2: 1, to2: 3 });
    expect([...whole.changedOne]).toEqual([0, 1, 0, 0]);
    expect([...whole.changedTwo]).toEqual([0, 1, 0, 0]);
  });
});
