import { describe, expect, test } from '@jest/globals';
import { minutes } from '../../../../test/support/cases/series-by-hand.ts';
import type { Case, CaseAlert, CaseSeries } from '../../case.ts';
import { withCounts } from './with-counts.ts';

/** Errors of each minute, as they come. */
const ERRORS = [3, 0, 4, 2, 5, 1, 3, 2, 6, 4, 3, 5, 2, 4];
const total = (from: number) => ERRORS.map((_, minute) => ERRORS.slice(0, minute + 1).reduce((a, b) => a + b, from));

function read(series: CaseSeries, alert: Partial<CaseAlert> = {}): { values: number[]; threshold: number | undefined } {
  const theCase: Case = {
    id: 'c',
    askedAt: 0,
    alert: { service: 'cart', startedAt: 0, ...alert },
    deploys: [],
    series: [series],
  };
  const found = withCounts(theCase);
  return { values: found.series?.[0]?.points.map(([, value]) => value) ?? [], threshold: found.alert.threshold };
}

describe('totals', () => {
  const of = (values: readonly number[], more: Partial<CaseSeries> = {}) =>
    read(minutes(values.length, (minute) => values[minute] as number, { kind: 'errors', ...more })).values;

  test('become what came on top in each step', () => {
    expect(of(total(1e5))).toEqual(ERRORS.slice(1));
    expect(of(total(0), { kind: 'requests' })).toEqual(ERRORS.slice(1));
    expect(of(ERRORS)).toEqual(ERRORS);
  });

  test('begin anew after a reset, and a gap holds what each of its steps got on average', () => {
    const long = [...ERRORS, ...ERRORS].map((value) => value + 1);
    const sums = long.map((_, minute) => long.slice(0, minute + 1).reduce((a, b) => a + b, 0));
    expect(of([...sums, 2, 9]).slice(-3)).toEqual([5, 2, 7]);
    const sparse = minutes(sums.length, (minute) => sums[minute] as number, { kind: 'errors' });
    const points = sparse.points.filter((_, minute) => minute !== 2);
    expect(read({ ...sparse, points }).values.slice(0, 3)).toEqual([1, 4, 6]);
  });

  test('whatever order their points come in', () => {
    const series = minutes(ERRORS.length, (minute) => total(1e5)[minute] as number, { kind: 'errors' });
    expect(read({ ...series, points: series.points.toReversed() }).values).toEqual(ERRORS.slice(1));
  });

  test('of other kinds only by their name, and by it they may rest', () => {
    const gauge = { kind: 'saturation' } as const;
    expect(of(total(10), { ...gauge, name: 'heap_bytes' })).toEqual(total(10));
    expect(of(total(10), { ...gauge, name: 'container-cpu-usage-seconds-total' })).toEqual(ERRORS.slice(1));
    const resting = [...Array<number>(13).fill(70), 90];
    expect(of(resting)).toEqual(resting);
    expect(of(resting, { name: 'errors_total' })).toEqual([...Array<number>(12).fill(0), 20]);
    expect(of(resting.slice(-11), { name: 'errors_total' })).toEqual(resting.slice(-11));
    const fresh = [...Array<number>(13).fill(0), 90];
    expect(of(fresh, { name: 'errors_total' })).toEqual(fresh);
  });
});

describe('rates', () => {
  const of = (factor: number, more: Partial<CaseSeries> = {}) =>
    read(
      minutes(ERRORS.length, (minute) => (ERRORS[minute] as number) / factor, { kind: 'errors', ...more }),
      {
        series: 's',
        threshold: 10,
      },
    );

  test.each([
    ['1/s', 60],
    ['requests/sec', 60],
    ['per second', 60],
    ['rps', 60],
    ['1/min', 1],
    ['rpm', 1],
    ['count', 1],
    ['errors', 1],
  ])('%s: %d such in a minute', (unit, factor) => {
    const { values, threshold } = of(60, { unit });
    expect(values[2]).toBeCloseTo((4 * factor) / 60, 9);
    expect(threshold).toBe(10 * factor);
  });

  test('without a unit the name tells, or that the values are parts of one', () => {
    expect(of(1, { name: 'sum(rate(http_errors_total[1m]))' }).values[2]).toBe(240);
    expect(of(60).values[2]).toBeCloseTo(4, 9);
    // An increase over two steps, halved.
    expect(of(2).values[2]).toBe(2);
    expect(of(60, { kind: 'latency' }).values[2]).toBeCloseTo(4 / 60, 9);
  });

  test('a threshold on another series stays', () => {
    const series = minutes(9, () => 0.1, { kind: 'errors', unit: '1/s' });
    expect(read(series, { series: 'another', threshold: 10 }).threshold).toBe(10);
    expect(read(series, { series: 's' }).threshold).toBeUndefined();
  });
});
