import { describe, expect, test } from '@jest/globals';
import type { CaseSeries } from '../../case.ts';
import { bucketSeries } from './bucketed-series.ts';

describe('buckets', () => {
  const starts = (series: Partial<CaseSeries>, until = 1e12) => [
    ...bucketSeries({ id: 's', service: 'x', points: [], ...series }, until).starts,
  ];
  const points = [
    [60, 1],
    [120, 2],
    [300, 3],
    [330, 4],
    [360, 5],
  ] as const;

  test('the step is the series’ own where that is a length of time, else the lower quartile of the distances', () => {
    const step = (stepSeconds?: number) =>
      bucketSeries({ id: 's', service: 'x', points, ...(stepSeconds === undefined ? {} : { stepSeconds }) }, 1e12)
        .stepMs;
    expect(step(15)).toBe(15_000);
    expect([step(), step(0), step(-5), step(Number.NaN), step(Number.POSITIVE_INFINITY)]).toEqual(
      Array(5).fill(30_000),
    );
    const uneven = [0, 600, 720, 730, 740].map((at) => [at, 1] as const);
    expect(bucketSeries({ id: 's', service: 'x', points: uneven }, 1e12).stepMs).toBe(10_000);
    expect(bucketSeries({ id: 's', service: 'x', points: [[60, 1]] }, 1e12).stepMs).toBe(60_000);
  });

  test('out of order, twice and not finite', () => {
    const messy = [
      [120, 2],
      [60, 9],
      [60, 1],
      [180, Number.NaN],
      [Number.NaN, 3],
    ] as [number, number][];
    const found = bucketSeries({ id: 's', service: 'x', points: messy, stepSeconds: 60 }, 1e12);
    expect([...found.starts]).toEqual([60_000, 120_000]);
    expect([...found.values]).toEqual([1, 2]);
    const twice = [
      [60, 1],
      [60, 2],
      [120, 3],
    ] as [number, number][];
    expect([...bucketSeries({ id: 's', service: 'x', points: twice }, 1e12).values]).toEqual([2, 3]);
  });

  test('a stamp at the end names the step before it; what begins at the limit is not known yet', () => {
    expect(starts({ points, stepSeconds: 60, stamp: 'end' })).toEqual([0, 60_000, 240_000, 270_000, 300_000]);
    expect(starts({ points, stepSeconds: 60 }, 300_000)).toEqual([60_000, 120_000]);
    expect(starts({ points, stepSeconds: 60 }, 300_001)).toEqual([60_000, 120_000, 300_000]);
  });
});
