import { describe, expect, test } from '@jest/globals';
import { strongSample } from '../../../test/support/cases/report-samples.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../time.ts';
import { chance, plainNumber } from './format-number.ts';
import { duration, relative, utc } from './format-time.ts';
import { renderReport } from './render-report.ts';

describe('numbers and times', () => {
  test.each([
    [40 * SECOND_MS, '40 s'],
    [4 * MINUTE_MS, '4 min'],
    [2 * HOUR_MS + 5 * MINUTE_MS, '2 h 5 min'],
    [9 * HOUR_MS, '9 h'],
    [3 * DAY_MS + 4 * HOUR_MS, '3 d 4 h'],
    [-5, '0 s'],
  ])('%d ms is %s', (ms, words) => {
    expect(duration(ms)).toBe(words);
  });

  test('a moment is told by how it lies to another', () => {
    expect([relative(0, 4 * MINUTE_MS), relative(4 * MINUTE_MS, 0), relative(10, 20)]).toEqual([
      '4 min before',
      '4 min after',
      'at the same time',
    ]);
  });

  test('a time of another day carries its date, and a broken one does not crash', () => {
    expect(utc(0, 0)).toBe('00:00 UTC');
    expect(utc(0, DAY_MS)).toBe('1970-01-01 00:00 UTC');
    expect(utc(Number.NaN, 0)).toContain('275760');
  });

  test.each([
    [0, '0'],
    [-0.0000001, '0'],
    [0.004, '0.004'],
    [9.64, '9.64'],
    [97.06, '97.1'],
    [1234.5, '1235'],
    [1e21, 'more than 1000000000000000'],
    [Number.NaN, 'unknown'],
  ])('%d is shown as %s', (value, words) => {
    expect(plainNumber(value)).toBe(words);
  });

  test('a probability never claims to be certain', () => {
    expect([0, 0.004, 0.5, 0.999, 1].map(chance)).toEqual([
      'less than 1 %',
      'less than 1 %',
      '50 %',
      'more than 99 %',
      'more than 99 %',
    ]);
  });
});

test('a level in the headline has at most three significant digits', () => {
  const digits = (value: number) => {
    const points = (strongSample.theCase.series?.[0]?.points ?? []).map(([at]) => [at, value] as const);
    const series = (strongSample.theCase.series ?? []).map((one) => ({
      ...one,
      kind: 'latency' as const,
      unit: 'ms',
      points,
    }));
    return /latency at ([\d.]+) ms/.exec(
      renderReport({ ...strongSample, theCase: { ...strongSample.theCase, series } }).lead,
    )?.[1];
  };
  expect([0.0012345, 0.12345, 1.2345, 12.345, 123.45, 1234.5, 123456].map(digits)).toEqual([
    '0.0012',
    '0.12',
    '1.2',
    '12.3',
    '123',
    '1230',
    '123000',
  ]);
});
