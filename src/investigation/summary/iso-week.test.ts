import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DAY_MS, type EpochMs } from '../time.ts';
import { lastEndedWeek, weekBefore, weekNamed, weekOf } from './iso-week.ts';

const at = (text: string): EpochMs => Date.parse(text);

describe('the ISO week of a moment', () => {
  test.each([
    ['2026-11-16T00:00:00.000Z', '2026-W47'],
    ['2026-11-22T23:59:59.999Z', '2026-W47'],
    ['2026-11-23T00:00:00.000Z', '2026-W48'],
    // Around New Year a week belongs to the year of its Thursday.
    ['2027-01-03T23:59:59.999Z', '2026-W53'],
    ['2027-01-04T00:00:00.000Z', '2027-W01'],
    ['2025-12-28T23:59:59.999Z', '2025-W52'],
    ['2025-12-29T00:00:00.000Z', '2026-W01'],
    ['2020-12-31T12:00:00.000Z', '2020-W53'],
    ['2021-01-03T12:00:00.000Z', '2020-W53'],
    ['2024-12-30T00:00:00.000Z', '2025-W01'],
    ['2022-01-01T00:00:00.000Z', '2021-W52'],
    ['1970-01-01T00:00:00.000Z', '1970-W01'],
  ])('%s is in %s', (moment, name) => {
    expect(weekOf(at(moment)).name).toBe(name);
  });

  const moment = fc.integer({ min: Date.UTC(1972, 0), max: Date.UTC(2300, 0) });

  test('holds it, is seven days long, begins on a Monday at midnight UTC, and has its name', () => {
    fc.assert(
      fc.property(moment, (now) => {
        const week = weekOf(now);
        expect(week.from).toBeLessThanOrEqual(now);
        expect(week.to).toBeGreaterThan(now);
        expect(week.to - week.from).toBe(7 * DAY_MS);
        expect(new Date(week.from).toISOString()).toContain('T00:00:00.000Z');
        expect(new Date(week.from).getUTCDay()).toBe(1);
        expect(weekNamed(week.name)).toEqual(week);
      }),
    );
  });

  test('the week before it ends where it begins, and sorts before it', () => {
    fc.assert(
      fc.property(moment, (now) => {
        const week = weekOf(now);
        const before = weekBefore(week);
        expect(before.to).toBe(week.from);
        expect(before.name < week.name).toBe(true);
        expect(lastEndedWeek(now)).toEqual(before);
        expect(lastEndedWeek(week.to)).toEqual(week);
      }),
    );
  });
});

test.each(['2026-W54', '2025-W53', '2026-W00', '2026-W7', '2026W47', '2026-W47 ', '', 'x', '26-W47', '2026-11-16'])(
  '%j names no week',
  (name) => {
    expect(weekNamed(name)).toBeUndefined();
  },
);

test('week 53 is there in the years that have one', () => {
  expect(weekNamed('2026-W53')).toMatchObject({ from: Date.UTC(2026, 11, 28), to: Date.UTC(2027, 0, 4) });
});
