import { describe, expect, test } from '@jest/globals';
import type { CaseSeries } from '../../case.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../time.ts';
import { learnBaseline, lowerBound } from './baseline.ts';
import { bucketSeries } from './bucketed-series.ts';
import { measureExcess } from './excess.ts';
import { fillQuietBuckets } from './fill-quiet-buckets.ts';
import { median, quantile, robustSpread } from './robust.ts';
import { stepChange } from './step-change.ts';

const NOW = Date.UTC(2026, 2, 2, 14);

/** A series with one point a minute that ends just before `NOW`. */
function minutely(values: readonly number[], more: Partial<CaseSeries> = {}): CaseSeries {
  const points = values.map((value, index) => [(NOW - (values.length - index) * MINUTE_MS) / 1000, value] as const);
  return { id: 's', service: 'cart', kind: 'errors', stepSeconds: 60, points, ...more };
}

function repeated(values: readonly number[], times: number): number[] {
  return Array.from({ length: times }, () => values).flat();
}

describe('robust figures', () => {
  test('quantiles between values, medians, and the spread of [1, 2, 3, 4, 100]', () => {
    expect(quantile([10, 20], 0.25)).toBe(12.5);
    expect(median([3, 1, 2])).toBe(2);
    expect(median([])).toBeNaN();
    const { median: middle, scale } = robustSpread([1, 2, 3, 4, 100]);
    expect([middle, scale]).toEqual([3, 1.4826]);
  });
});

describe('buckets', () => {
  test('a point stamped at the end covers the step before it; what begins at the end of time is left out', () => {
    const points = [
      [60, 1],
      [120, 2],
    ] as const;
    const base = { id: 's', service: 'a', stepSeconds: 60, points };
    expect([...bucketSeries(base, 121_000).starts]).toEqual([60_000, 120_000]);
    expect([...bucketSeries({ ...base, stamp: 'end' }, 121_000).starts]).toEqual([0, 60_000]);
    expect([...bucketSeries(base, 120_000).values]).toEqual([1]);
  });

  test('points out of order are sorted, the later of two with one time counts, odd numbers are dropped', () => {
    const points = [
      [120, 2],
      [60, 1],
      [60, 5],
      [180, Number.NaN],
      [240, Number.POSITIVE_INFINITY],
    ] as const;
    const { starts, values, stepMs } = bucketSeries({ id: 's', service: 'a', points }, 999_000);
    expect([[...starts], [...values], stepMs]).toEqual([[60_000, 120_000], [5, 2], 60_000]);
  });

  test('an unknown step is the lower quartile of the distances, a minute where there is one point', () => {
    const points = [0, 30, 60, 90, 300].map((at) => [at, 1] as const);
    expect(bucketSeries({ id: 's', service: 'a', points }, 999_000).stepMs).toBe(30_000);
    const stepped = { id: 's', service: 'a', stepSeconds: 0, points: points.slice(0, 1) };
    expect(bucketSeries(stepped, 999_000).stepMs).toBe(60_000);
  });

  test('a vendor that sends no zeros: the minutes with requests and without a point had no error', () => {
    const errors = minutely([], { points: [[NOW / 1000 - 120, 3]] });
    const requests = minutely(repeated([100], 5), { kind: 'requests' });
    expect(fillQuietBuckets(errors, requests).points.map(([, value]) => value)).toEqual([0, 0, 0, 3, 0]);
    expect(fillQuietBuckets(errors, undefined)).toBe(errors);
    const dense = minutely([1, 0, 2, 0, 1]);
    expect(fillQuietBuckets(dense, requests)).toBe(dense);
    expect(fillQuietBuckets({ ...errors, kind: 'latency' }, requests).points).toHaveLength(1);
  });
});

describe('baseline', () => {
  test('without a day of history it is the level of what is known; nothing known gives none', () => {
    const series = bucketSeries(minutely([4, 6, 5, 5]), NOW);
    expect(learnBaseline(series, NOW, 'median')?.expected(NOW)).toBe(5);
    expect(learnBaseline(bucketSeries(minutely([]), NOW), NOW, 'median')).toBeNull();
  });

  test('past incidents are winsorised out of the mean of counts, one event in a quiet series counts in full', () => {
    const series = bucketSeries(minutely([...repeated([0], 99), 1]), NOW);
    expect(learnBaseline(series, NOW, { oneEvent: 1 })?.expected(NOW)).toBeCloseTo(0.01, 9);
    const burst = bucketSeries(minutely([...repeated([2], 99), 500]), NOW);
    expect(learnBaseline(burst, NOW, { oneEvent: 1 })?.expected(NOW)).toBeCloseTo(2, 9);
  });

  test('two days of history: half the same time of day, half the last hour', () => {
    // 10 at all times but 30 between 13:50 and 14:10 of each day.
    const hourly = (at: number): number => (Math.abs((at % DAY_MS) - 14 * HOUR_MS) <= 10 * MINUTE_MS ? 30 : 10);
    const points = Array.from({ length: 2 * 288 + 1 }, (_, index) => NOW - 2 * DAY_MS + index * 5 * MINUTE_MS).filter(
      (at) => at < NOW,
    );
    const series = bucketSeries(
      { id: 's', service: 'a', stepSeconds: 300, points: points.map((at) => [at / 1000, hourly(at)] as const) },
      NOW,
    );
    const learned = learnBaseline(series, NOW, 'median');
    expect(learned?.days).toBe(2);
    expect(learned?.expected(NOW)).toBe(0.5 * 30 + 0.5 * 10);
    // A bucket whose time of day was never seen has only the last hour.
    const gap = { ...series, starts: series.starts.slice(400), values: series.values.slice(400) };
    expect(learnBaseline(gap, NOW, 'median')?.expected(NOW + 6 * HOUR_MS)).toBe(10);
  });

  test('lower bound', () => {
    expect([0, 2, 3, 9].map((wanted) => lowerBound(Float64Array.of(1, 2, 4), wanted))).toEqual([0, 1, 2, 3]);
  });
});

describe('excess', () => {
  test('errors: distance from the usual in Poisson scatters, requests as the denominator', () => {
    const errors = minutely([...repeated([4], 30), 40]);
    const plain = measureExcess(errors, NOW - MINUTE_MS, NOW);
    expect(plain?.noise).toBe('counts');
    // The usual count is 4 with a scatter of √4.5.
    expect(plain?.residual.at(-1)).toBeCloseTo(36 / Math.sqrt(4.5), 9);
    const requests = bucketSeries(minutely([...repeated([100], 30), 1000], { kind: 'requests' }), NOW);
    const shared = measureExcess(errors, NOW - MINUTE_MS, NOW, requests);
    // Ten times the requests explain ten times the errors.
    expect(shared?.expected.at(-1)).toBeCloseTo(40, 9);
  });

  test.each([
    ['success_ratio', 'percent', 99, 90, 0.09],
    ['error_ratio', undefined, 0.01, 0.1, 0.09],
    ['success_ratio', undefined, 0.99, 0.9, 0.09],
  ] as const)('%s in %s: shares of bad answers, at least 0.2 points of scatter', (kind, unit, usual, bad, worse) => {
    const series = minutely([...repeated([usual], 20), bad], { kind, ...(unit === undefined ? {} : { unit }) });
    const excess = measureExcess(series, NOW - MINUTE_MS, NOW);
    expect(excess?.residual.at(-1)).toBeCloseTo(worse / 0.002, 6);
  });

  test('a gauge that is bad when it falls; too little past gives none', () => {
    const series = minutely([...repeated([50], 20), 35], { kind: 'other' });
    expect(measureExcess(series, NOW - MINUTE_MS, NOW, undefined, -1)?.residual.at(-1)).toBeCloseTo(10, 9);
    expect(measureExcess(minutely([1, 9]), NOW - MINUTE_MS, NOW)).toBeNull();
  });
});

describe('step change', () => {
  test('the mean of the larger half after against the median before, over what the series does by itself', () => {
    const series = bucketSeries(minutely([...repeated([10, 11, 10, 9], 10), 30, 10, 34]), NOW);
    const change = stepChange(series, NOW - 3 * MINUTE_MS, NOW, 1);
    expect([change?.before, change?.after, change?.move]).toEqual([10, 32, 22]);
    expect(change?.score).toBeGreaterThan(10);
    expect(change?.placeboP).toBeCloseTo(1 / 36, 9);
  });

  test('a fall is a move in the other direction; past incidents in a quarter of the time do not hide a new one', () => {
    const series = bucketSeries(minutely([...repeated([10, 11, 10, 9], 10), 2, 2]), NOW);
    expect(stepChange(series, NOW - 2 * MINUTE_MS, NOW, 1, -1)?.move).toBe(-8);
    expect(stepChange(series, NOW - 2 * MINUTE_MS, NOW, 1)?.score).toBeLessThan(0);
    const bursts = [...repeated([10], 20), 90, 90, ...repeated([10], 20), 90, 90, 90];
    expect(stepChange(bucketSeries(minutely(bursts), NOW), NOW - 3 * MINUTE_MS, NOW, 1)?.score).toBeGreaterThan(30);
  });

  test('nothing before or nothing after gives none', () => {
    const series = bucketSeries(minutely([1, 2]), NOW);
    expect(stepChange(series, NOW + HOUR_MS, NOW + 2 * HOUR_MS, 1)).toBeNull();
    expect(stepChange(series, NOW - HOUR_MS, NOW, 1)).toBeNull();
  });
});
