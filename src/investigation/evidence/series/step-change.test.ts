import { describe, expect, test } from '@jest/globals';
import { buckets } from '../../../../test/support/cases/series-by-hand.ts';
import { quantile } from './robust.ts';
import { stepChange } from './step-change.ts';

describe('a step', () => {
  const at = (values: readonly number[], from: number, to = values.length, floor = 1, direction: 1 | -1 = 1) =>
    stepChange(buckets(1, values), from, to, floor, direction);

  test('the mean of the larger half against the median of the twenty before', () => {
    const before = [...Array(5).fill(90), ...Array(20).fill(10)];
    const step = at([...before, 10, 30, 50], 25);
    expect(step).toMatchObject({ before: 10, after: 40, move: 30 });
    const down = at([...before, 10, 30, 50], 25, 28, 1, -1);
    expect(down).toMatchObject({ before: 10, after: 20, move: 10 });
    expect(down?.score).toBeLessThan(0);
  });

  test('one bucket before and one after are enough, none is not', () => {
    expect(at([1, 5], 1)).toMatchObject({ move: 4, score: 4 / 2, placeboP: 1 });
    expect(at([1, 5], 0)).toBeNull();
    expect(at([1, 5], 2)).toBeNull();
    expect(at([], 0)).toBeNull();
  });

  test('a bucket of which most lies after the moment belongs to it', () => {
    const minutes = buckets(60_000, [1, 1, 1, 9]);
    expect(stepChange(minutes, 209_999, 240_000, 1)).toMatchObject({ before: 1, after: 9 });
    expect(stepChange(minutes, 210_000, 240_000, 1)).toBeNull();
    const gap = { ...minutes, starts: Float64Array.of(0, 60_000, 120_000, 420_000) };
    expect(stepChange(gap, 151_000, 480_000, 1)).toMatchObject({ before: 1, after: 9 });
  });

  test('the scatter: of 75 % of the moves at earlier moments, not below the floor, wider where few are known', () => {
    const flat = Array(10).fill(10);
    // Moments 3 to 9 before the tenth: seven of them.
    expect(at([...flat, 14], 10)?.score).toBeCloseTo(4 / (1 + 1 / Math.sqrt(8)), 9);
    expect(at([...flat, 14], 10, 11, 2)?.score).toBeCloseTo(4 / 2 / (1 + 1 / Math.sqrt(8)), 9);
    const restless = [10, 10, 10, 10, 40, 10, 10, 40, 10, 10, 40, 10];
    const found = at([...restless, 80], 12);
    expect(found?.score).toBeCloseTo(
      70 / (quantile([0, 30, 0, 0, 30, 0, 0, 30, 0], 0.75) / 1.15) / (1 + 1 / Math.sqrt(10)),
      9,
    );
    expect(found?.placeboP).toBeCloseTo(1 / 10, 9);
  });

  test('the share of earlier moments at which it moved as far', () => {
    const restless = [10, 10, 10, 10, 40, 10, 10, 10, 10, 10, 40, 10];
    expect(at([...restless, 40], 12)?.placeboP).toBeCloseTo(3 / 10, 9);
    expect(at([...restless, 41], 12)?.placeboP).toBeCloseTo(1 / 10, 9);
    expect(at([...restless, 10], 12)?.placeboP).toBe(1);
  });

  test('up to sixty earlier moments are looked at, however long the past', () => {
    const many = at([...Array(1_000).fill(10), 14], 1_000);
    expect(many?.placeboP).toBeCloseTo(1 / 60, 9);
    const sixty = at([...Array(63).fill(10), 14], 63);
    expect(sixty?.placeboP).toBeCloseTo(1 / 61, 9);
    const more = at([...Array(64).fill(10), 14], 64);
    expect(more?.placeboP).toBeCloseTo(1 / 32, 9);
  });
});
