import { describe, expect, test } from '@jest/globals';
import { median, quantile, robustSpread } from './robust.ts';

describe('robust figures', () => {
  test('of nothing there is none, of five values they are known', () => {
    expect(quantile([], 0.5)).toBeNaN();
    expect(quantile([4, 1, 3, 2], 0.25)).toBeCloseTo(1.75, 12);
    expect(median([9, 1])).toBe(5);
    expect(robustSpread([1, 2, 3, 9, 100])).toEqual({ median: 3, scale: 1.4826 * 2 });
  });
});
