import { describe, expect, test } from '@jest/globals';
import { buckets } from '../../../../test/support/cases/series-by-hand.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../time.ts';
import { type Level, learnBaseline, lowerBound } from './baseline.ts';

const MEAN = { oneEvent: 1 };

describe('what is usual', () => {
  test('the first index that is not below', () => {
    const sorted = Float64Array.from([1, 3, 3, 5]);
    expect([0, 1, 2, 3, 4, 5, 6].map((wanted) => lowerBound(sorted, wanted))).toEqual([0, 0, 1, 1, 3, 3, 4]);
  });

  test('under a day: all that ended before, as a mean without past incidents or as a median', () => {
    const series = buckets(MINUTE_MS, [1, 2, 3, 4, 100, 7, 7]);
    const baseline = (level: Level, until = 5 * MINUTE_MS) => learnBaseline(series, until, level);
    expect(baseline('median')).toMatchObject({ buckets: 5, days: 0 });
    expect(baseline('median')?.expected(0)).toBe(3);
    // Quartiles 2 and 4: more than 4 + 3 × 2 is cut off.
    expect(baseline(MEAN)?.expected(0)).toBe((1 + 2 + 3 + 4 + 10) / 5);
    expect(baseline('median', 5 * MINUTE_MS - 1)?.buckets).toBe(4);
    expect(learnBaseline(series, 0, MEAN)).toBeNull();
    expect(learnBaseline(buckets(MINUTE_MS, [0, 0, 0, 0, 5]), HOUR_MS, MEAN)?.expected(0)).toBe(0.2);
  });

  test('what one event amounts to always counts in full, and what is far beyond it does not', () => {
    const shares = [0, 0, 0.01, 0, 0, 0.01, 0, 0.01, 0.5];
    const usual = learnBaseline(buckets(MINUTE_MS, shares), HOUR_MS, { oneEvent: 0.005 });
    // Quartiles 0 and 0.01: more than 0.01 + 3 × 0.01 is cut off.
    expect(usual?.expected(0)).toBeCloseTo((3 * 0.01 + 0.04) / 9, 12);
    const rare = learnBaseline(buckets(MINUTE_MS, [0, 0, 0, 0, 0.02]), HOUR_MS, { oneEvent: 0.005 });
    expect(rare?.expected(0)).toBeCloseTo(0.001, 12);
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
    expect(learnBaseline(gappy, 3 * DAY_MS, MEAN)?.expected(3 * DAY_MS + 3 * HOUR_MS)).toBe(10);
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
