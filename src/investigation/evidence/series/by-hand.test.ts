import { describe, expect, test } from '@jest/globals';
import type { CaseSeries } from '../../case.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../time.ts';
import { learnBaseline, lowerBound } from './baseline.ts';
import { type BucketedSeries, bucketSeries } from './bucketed-series.ts';
import { measureExcess } from './excess.ts';
import { fillQuietBuckets } from './fill-quiet-buckets.ts';
import { median, quantile, robustSpread } from './robust.ts';
import { stepChange } from './step-change.ts';

function buckets(stepMs: number, values: readonly number[]): BucketedSeries {
  return { starts: Float64Array.from(values, (_, i) => i * stepMs), values: Float64Array.from(values), stepMs };
}

function minutes(count: number, at: (minute: number) => number, more: Partial<CaseSeries> = {}): CaseSeries {
  return {
    id: 's',
    service: 'cart',
    stepSeconds: 60,
    points: Array.from({ length: count }, (_, minute) => [minute * 60, at(minute)] as const),
    ...more,
  };
}

describe('robust figures', () => {
  test('of nothing there is none, of five values they are known', () => {
    expect(quantile([], 0.5)).toBeNaN();
    expect(quantile([4, 1, 3, 2], 0.25)).toBeCloseTo(1.75, 12);
    expect(median([9, 1])).toBe(5);
    expect(robustSpread([1, 2, 3, 9, 100])).toEqual({ median: 3, scale: 1.4826 * 2 });
  });
});

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

describe('what is usual', () => {
  test('the first index that is not below', () => {
    const sorted = Float64Array.from([1, 3, 3, 5]);
    expect([0, 1, 2, 3, 4, 5, 6].map((wanted) => lowerBound(sorted, wanted))).toEqual([0, 0, 1, 1, 3, 3, 4]);
  });

  test('under a day: all that ended before, as a mean without past incidents or as a median', () => {
    const series = buckets(MINUTE_MS, [1, 2, 3, 4, 100, 7, 7]);
    const baseline = (level: 'mean' | 'median', until = 5 * MINUTE_MS) => learnBaseline(series, until, level);
    expect(baseline('median')).toMatchObject({ buckets: 5, days: 0 });
    expect(baseline('median')?.expected(0)).toBe(3);
    // Quartiles 2 and 4: more than 4 + 3 × 2 is cut off.
    expect(baseline('mean')?.expected(0)).toBe((1 + 2 + 3 + 4 + 10) / 5);
    expect(baseline('median', 5 * MINUTE_MS - 1)?.buckets).toBe(4);
    expect(learnBaseline(series, 0, 'mean')).toBeNull();
    expect(learnBaseline(buckets(MINUTE_MS, [0, 0, 0, 0, 5]), HOUR_MS, 'mean')?.expected(0)).toBe(0.2);
  });

  /** Every ten minutes of so many days: the level of the day, and twice that from 12:00 to 12:20. */
  function days(count: number, level: (day: number) => number) {
    const values = Array.from(
      { length: count * 144 },
      (_, i) => level(Math.floor(i / 144)) * (i % 144 >= 72 && i % 144 <= 74 ? 2 : 1),
    );
    return buckets(10 * MINUTE_MS, values);
  }

  test('from a day on: the last hour or eight buckets, shrunk to the same time of the days before', () => {
    const two = learnBaseline(
      days(2, (day) => (day === 0 ? 10 : 30)),
      2 * DAY_MS,
      'median',
    );
    expect(two?.days).toBe(2);
    // Half of it is the season: at noon of the next day 20 and 60, else 10 and 30; the last eight buckets are 30.
    expect(two?.expected(2 * DAY_MS + 12 * HOUR_MS + 10 * MINUTE_MS)).toBe(0.5 * 40 + 0.5 * 30);
    expect(two?.expected(2 * DAY_MS + 3 * HOUR_MS)).toBe(0.5 * 20 + 0.5 * 30);
    const one = learnBaseline(
      days(1, () => 10),
      DAY_MS,
      'median',
    );
    expect(one?.days).toBe(1);
    expect(one?.expected(DAY_MS + 12 * HOUR_MS + 10 * MINUTE_MS)).toBeCloseTo(20 / 3 + (2 / 3) * 10, 9);
  });

  test('ten minutes on each side make the season, and an hour without points has none', () => {
    const week = days(3, () => 10);
    const baseline = learnBaseline(week, 3 * DAY_MS, 'median');
    const at = (clock: number) => baseline?.expected(3 * DAY_MS + clock);
    // 11:50, 12:00 and 12:10 are 10, 20, 20; 11:40, 11:50 and 12:00 are 10, 10, 20.
    expect(at(12 * HOUR_MS)).toBeCloseTo(0.6 * 20 + 0.4 * 10, 9);
    expect(at(12 * HOUR_MS - 10 * MINUTE_MS)).toBeCloseTo(10, 9);
    expect(at(12 * HOUR_MS + 20 * MINUTE_MS)).toBeCloseTo(0.6 * 20 + 0.4 * 10, 9);
    expect(at(12 * HOUR_MS + 30 * MINUTE_MS)).toBeCloseTo(10, 9);
    const keep = [...week.starts].map((start) => start % DAY_MS > 6 * HOUR_MS);
    const gappy = {
      ...week,
      starts: week.starts.filter((_, i) => keep[i]),
      values: week.values.filter((_, i) => keep[i]),
    };
    expect(learnBaseline(gappy, 3 * DAY_MS, 'mean')?.expected(3 * DAY_MS + 3 * HOUR_MS)).toBe(10);
  });

  test('the level of the last hour, where it holds eight buckets, and of no more', () => {
    const values = Array.from({ length: 25 * 60 }, (_, i) => (i >= 24 * 60 ? 50 : 10));
    expect(learnBaseline(buckets(MINUTE_MS, values), 25 * HOUR_MS, 'median')?.expected(25 * HOUR_MS)).toBeCloseTo(
      10 / 3 + (2 / 3) * 50,
      9,
    );
    const slow = Array.from({ length: 120 }, (_, i) => (i >= 112 ? 50 : 10));
    const baseline = learnBaseline(buckets(15 * MINUTE_MS, slow), 30 * HOUR_MS, 'median');
    expect(baseline?.expected(30 * HOUR_MS)).toBeCloseTo(10 / 3 + (2 / 3) * 50, 9);
  });
});

describe('excess over the usual', () => {
  const UNTIL = 10 * MINUTE_MS;
  const excess = (kind: CaseSeries['kind'], usual: number, since: number, more: Partial<CaseSeries> = {}) =>
    measureExcess(
      minutes(12, (minute) => (minute < 10 ? usual : since), { ...(kind === undefined ? {} : { kind }), ...more }),
      UNTIL,
      HOUR_MS,
    );

  test.each<[CaseSeries['kind'], number, number, string, number, number, Partial<CaseSeries>]>([
    ['errors', 4, 9, 'counts', 5, Math.sqrt(4.5), {}],
    ['requests', 4, 9, 'counts', 5, Math.sqrt(4.5), {}],
    ['errors', -4, 9, 'counts', 9, Math.sqrt(0.5), {}],
    ['error_ratio', 0.1, 0.3, 'ratio', 0.2, 0.002, {}],
    ['error_ratio', 1, 1.5, 'ratio', 0, 0.002, {}],
    ['error_ratio', 1, 2, 'ratio', 0.01, 0.002, {}],
    ['error_ratio', 0.1, 0.3, 'ratio', 0.002, 0.002, { unit: '%' }],
    ['error_ratio', 0.1, 0.3, 'ratio', 0.002, 0.002, { unit: 'Percent' }],
    ['error_ratio', 0.1, 0.3, 'ratio', 0.2, 0.002, { unit: 'ratio' }],
    ['success_ratio', 0.9, 0.7, 'ratio', 0.2, 0.002, {}],
    ['success_ratio', 90, 70, 'ratio', 0.2, 0.002, {}],
    ['latency', 0.1, 0.2, 'gauge', Math.LN2, 0.05, {}],
    ['latency', 0, 1e-6, 'gauge', 0, 0.05, {}],
    ['saturation', 50, 90, 'gauge', 40, 1.5, {}],
    ['saturation', -50, 90, 'gauge', 140, 1.5, {}],
    ['saturation', 50, 90, 'gauge', 40, 1.5, { unit: '%' }],
    [undefined, -2, -1, 'gauge', 1, 0.06, {}],
    ['other', 0, 1, 'gauge', 1, 1e-9, {}],
  ])('%s from %d to %d: %s', (kind, usual, since, noise, over, scale, more) => {
    const found = excess(kind, usual, since, more);
    expect(found?.noise).toBe(noise);
    expect(found?.scale).toBeCloseTo(scale, 12);
    expect((found?.residual[10] ?? Number.NaN) * scale).toBeCloseTo(over, 9);
    expect(found?.residual[9]).toBeCloseTo(0, 9);
    expect(found?.usualUntil).toBe(10);
  });

  test('the scatter is the wider of its middle and its tails', () => {
    const scatter = (values: readonly number[]) =>
      measureExcess(
        minutes(values.length, (i) => values[i] as number),
        values.length * MINUTE_MS,
        HOUR_MS,
      )?.scale;
    expect(scatter([100, 110, 90, 110, 90, 100, 110, 90, 110, 90, 100])).toBeCloseTo(14.826, 9);
    expect(scatter([100, 100, 100, 100, 100, 100, 100, 60, 140, 60, 140])).toBeCloseTo(40 / 1.282, 9);
  });

  test('down is bad where it is asked so, and three buckets of past are enough', () => {
    const found = measureExcess(
      minutes(12, (m) => (m < 10 ? 50 : 20)),
      UNTIL,
      HOUR_MS,
      undefined,
      -1,
    );
    expect((found?.residual[11] ?? 0) * 1.5).toBeCloseTo(30, 9);
    const short = minutes(5, () => 1);
    expect(measureExcess(short, 3 * MINUTE_MS, HOUR_MS)?.usualUntil).toBe(3);
    expect(measureExcess(short, 3 * MINUTE_MS - 1, HOUR_MS)).toBeNull();
    expect(measureExcess(short, 0, HOUR_MS)).toBeNull();
  });

  test('errors are expected for each request where all requests are known', () => {
    const errors = minutes(12, (minute) => (minute < 10 ? 4 : 9), { kind: 'errors' });
    const asked = (at: (minute: number) => number, count = 12) =>
      measureExcess(errors, UNTIL, HOUR_MS, bucketSeries(minutes(count, at), HOUR_MS));
    const doubled = asked((minute) => (minute < 10 ? 100 : 200));
    expect(doubled?.expected[10]).toBeCloseTo(8, 9);
    expect([...(doubled?.exposure ?? [])].slice(9)).toEqual([100, 200, 200]);
    expect(asked((minute) => (minute < 10 ? 100 : 0))?.expected[10]).toBe(4);
    const missing = asked(() => 100, 11);
    expect(missing?.expected[10]).toBe(4);
    expect(missing?.exposure[11]).toBeNaN();
    const off = measureExcess(errors, UNTIL, HOUR_MS, buckets(59_000, Array(20).fill(9)));
    expect(off?.exposure[3]).toBeNaN();
    const gauge = minutes(12, (minute) => (minute < 10 ? 4 : 9), { kind: 'other' });
    const known = bucketSeries(
      minutes(12, (minute) => (minute < 10 ? 100 : 200)),
      HOUR_MS,
    );
    expect(measureExcess(gauge, UNTIL, HOUR_MS, known)?.expected[10]).toBe(4);
  });

  test('a rare count is expected by its mean, a gauge by its median', () => {
    const rare = (kind: CaseSeries['kind'] & string) =>
      measureExcess(
        minutes(12, (minute) => (minute % 5 === 0 ? 1 : 0), { kind }),
        UNTIL,
        HOUR_MS,
      )?.expected[0];
    expect(rare('errors')).toBeCloseTo(0.2, 9);
    expect(rare('other')).toBe(0);
    const each = bucketSeries(
      minutes(12, () => 10),
      HOUR_MS,
    );
    const perRequest = measureExcess(
      minutes(12, (m) => (m % 5 === 0 ? 1 : 0), { kind: 'errors' }),
      UNTIL,
      HOUR_MS,
      each,
    );
    expect(perRequest?.expected[0]).toBeCloseTo(0.2, 9);
  });
});

test('half as many points as requests are no sparse series', () => {
  const errors = (count: number) => minutes(count, () => 1, { kind: 'errors' });
  const requests = minutes(8, () => 9, { kind: 'requests' });
  expect(fillQuietBuckets(errors(4), requests).points).toHaveLength(4);
  expect(fillQuietBuckets(errors(3), requests).points.map(([, value]) => value)).toEqual([1, 1, 1, 0, 0, 0, 0, 0]);
  expect(fillQuietBuckets({ ...errors(3), kind: 'other' }, requests).points).toHaveLength(3);
});

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
