import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sparkline } from './markdown/sparkline.ts';
import { resample } from './resample.ts';

const MINUTE = 60_000;

describe('resampling', () => {
  test('takes the mean of the points in each step and leaves a step without points empty', () => {
    const points = [
      [0, 1],
      [30, 3],
      [180, 8],
    ] as const;
    expect(resample(points, 0, 4 * MINUTE, 40, MINUTE)).toEqual({
      stepMs: MINUTE,
      steps: [{ at: 0, value: 2 }, { at: MINUTE }, { at: 2 * MINUTE }, { at: 3 * MINUTE, value: 8 }],
    });
  });

  test('cuts off what was not measured at both ends', () => {
    const sampled = resample(
      [
        [120, 1],
        [180, 2],
      ],
      0,
      10 * MINUTE,
      40,
      MINUTE,
    );
    expect(sampled?.steps.map(({ at }) => at)).toEqual([2 * MINUTE, 3 * MINUTE]);
  });

  test.each<[string, readonly (readonly [number, number])[], number, number]>([
    ['one point', [[60, 1]], 0, 5 * MINUTE],
    [
      'no time',
      [
        [60, 1],
        [120, 1],
      ],
      5,
      5,
    ],
    [
      'values that are no numbers',
      [
        [60, Number.NaN],
        [120, Number.NaN],
      ],
      0,
      5 * MINUTE,
    ],
  ])('gives nothing for %s', (...[, points, from, to]) => {
    expect(resample(points, from, to, 40, MINUTE)).toBeUndefined();
  });

  test('never has more steps than a chart can hold, and stays between the lowest and the highest value', () => {
    const series = fc.array(fc.tuple(fc.nat(200_000), fc.double({ min: -1e6, max: 1e6, noNaN: true })), {
      minLength: 1,
    });
    fc.assert(
      fc.property(series, fc.nat(100_000), fc.integer({ min: 1, max: 100_000_000 }), (points, from, span) => {
        const sampled = resample(points, from * 1_000, from * 1_000 + span, 39, MINUTE);
        const values = points.map(([, value]) => value);
        const shown = (sampled?.steps ?? []).flatMap((step) => step.value ?? []);
        expect(sampled?.steps.length ?? 0).toBeLessThanOrEqual(40);
        for (const value of shown) {
          expect(value).toBeGreaterThanOrEqual(Math.min(...values) - 1e-6);
          expect(value).toBeLessThanOrEqual(Math.max(...values) + 1e-6);
        }
      }),
    );
  });
});

describe('a sparkline', () => {
  test('shows the lowest and the highest as the ends of its scale, and a gap as a dot', () => {
    expect(sparkline([0, undefined, 5, 10])).toBe('▁·▅█');
  });

  test('of equal values is flat', () => {
    expect(sparkline([3, 3, 3])).toBe('▁▁▁');
  });
});
