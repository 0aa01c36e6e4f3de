import { describe, expect, test } from '@jest/globals';
import type { CaseSeries, SeriesKind } from '../../case.ts';
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
    expect(step(25)).toBe(25_000);
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

  test.each<[SeriesKind, number[]]>([
    ['latency', [2]],
    ['errors', [0, 2, -1]],
  ])('a %s of zero', (kind, values) => {
    const given = [0, 2, -1].map((value, i) => [i * 60, value] as const);
    expect([...bucketSeries({ id: 's', service: 'x', kind, points: given }, 1e12).values]).toEqual(values);
  });

  test('a stamp at the end names the step before it; what begins at the limit is not known yet', () => {
    expect(starts({ points, stepSeconds: 60, stamp: 'end' })).toEqual([0, 60_000, 240_000, 270_000, 300_000]);
    expect(starts({ points, stepSeconds: 60 }, 300_000)).toEqual([60_000, 120_000]);
    expect(starts({ points, stepSeconds: 60 }, 300_001)).toEqual([60_000, 120_000, 300_000]);
  });

  describe('seconds, where sixteen half minutes of them are known', () => {
    const seconds = (from: number, to: number, step: number) =>
      Array.from({ length: (to - from) / step }, (_, i) => [from + i * step, i + 1] as const);
    const joined = (kind: SeriesKind | undefined, from: number, step = 10) => {
      const series = { id: 's', service: 'x', points: seconds(from, 1_000, step), stepSeconds: step };
      return bucketSeries(kind === undefined ? series : { ...series, kind }, 1_000_000);
    };

    test.each<[SeriesKind | undefined, number]>([
      ['errors', 1 + 2 + 3],
      ['requests', 1 + 2 + 3],
      ['throughput', 1 + 2 + 3],
      ['latency', 2],
      ['error_ratio', 2],
      ['saturation', 2],
      [undefined, 2],
    ])('become half minutes that end at the limit, and %s are summed or averaged', (kind, first) => {
      const { starts, values, stepMs } = joined(kind, 520);
      expect(stepMs).toBe(30_000);
      expect([starts.length, starts[0], starts[15]]).toEqual([16, 520_000, 970_000]);
      expect(values[0]).toBe(first);
    });

    test('stay as they are where fewer are known, or where they are 20 s long', () => {
      expect(joined('errors', 550).stepMs).toBe(10_000);
      expect(joined('errors', 0, 20).stepMs).toBe(20_000);
      expect(joined('errors', 0, 15).stepMs).toBe(30_000);
    });

    test('a half minute with a gap is the sum or mean of what is there, and an empty one is none', () => {
      const points = seconds(490, 1_000, 10).filter(([at]) => at < 700 || at >= 750);
      const { starts, values } = bucketSeries(
        { id: 's', service: 'x', points, stepSeconds: 10, kind: 'errors' },
        1_000_000,
      );
      expect([...starts].slice(6, 9)).toEqual([670_000, 730_000, 760_000]);
      expect(values[7]).toBe(27);
    });
  });
});
