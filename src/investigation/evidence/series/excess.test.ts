import { describe, expect, test } from '@jest/globals';
import { buckets, minutes } from '../../../../test/support/cases/series-by-hand.ts';
import type { CaseSeries } from '../../case.ts';
import { HOUR_MS, MINUTE_MS } from '../../time.ts';
import { bucketSeries } from './bucketed-series.ts';
import { measureExcess } from './excess.ts';

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
    ['latency', 1e-9, 1e-6, 'gauge', 0, 0.05, {}],
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

  test('down is bad where it is asked so, and two buckets of past are enough', () => {
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
    expect(measureExcess(short, 3 * MINUTE_MS - 1, HOUR_MS)?.usualUntil).toBe(2);
    expect(measureExcess(short, 2 * MINUTE_MS - 1, HOUR_MS)).toBeNull();
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

  test('a rare share is expected by its mean where all requests are known, by its median where not', () => {
    const shares = minutes(12, (minute) => (minute % 5 === 0 ? 0.01 : 0), { kind: 'error_ratio' });
    const usual = (requests: (minute: number) => number, count = 12) =>
      measureExcess(shares, UNTIL, HOUR_MS, bucketSeries(minutes(count, requests), HOUR_MS))?.expected[0];
    expect(usual(() => 100)).toBeCloseTo(0.002, 12);
    // One error of a thousand requests is 0.001, which is all that a single wild minute may add to the mean.
    expect(usual(() => 1_000)).toBeCloseTo(0.0002, 12);
    expect(usual((minute) => (minute === 3 ? 0 : 100))).toBe(0);
    expect(usual(() => 100, 11)).toBe(0);
    expect(measureExcess(shares, UNTIL, HOUR_MS)?.expected[0]).toBe(0);
  });
});
