import { describe, expect, test } from '@jest/globals';
import { row, SINCE, UNTIL } from '../../../../test/support/cases/log-rows.ts';
import { growth, logSignatures, type SignatureRows } from './log-signatures.ts';

describe('kinds of messages', () => {
  test('a line at the reference time itself is after it', () => {
    const [kind] = logSignatures([row(0, 'boom'), row(-1, 'boom')], SINCE, UNTIL);
    expect(kind).toMatchObject({ before: 1, after: 1, firstAfter: SINCE });
  });

  test('new is what hardly ever came before, measured by the minute', () => {
    const isNew = (before: number, after: number) =>
      logSignatures(
        [row(-100, 'tick', { level: 'info' }), row(-1, 'boom', { count: before }), row(1, 'boom', { count: after })],
        SINCE,
        UNTIL,
      ).find(({ template }) => template === 'boom')?.isNew;
    expect(isNew(1, 10)).toBe(true);
    expect(isNew(1, 9)).toBe(false);
    expect(isNew(0, 0)).toBe(false);
  });

  test.each([
    ['ERROR', 'error'],
    ['err', 'error'],
    ['Fatal', 'error'],
    ['crit', 'error'],
    ['alert', 'error'],
    ['emerg', 'error'],
    ['panic', 'error'],
    ['severe', 'error'],
    ['warning', 'warn'],
    ['no error', 'other'],
    ['prewarn', 'other'],
    ['', 'other'],
  ])('level %j is %s', (level, told) => {
    expect(logSignatures([row(1, 'boom', { level })], SINCE, UNTIL)[0]?.level).toBe(told);
  });

  test('the worst level of its lines, whatever their order, and none where none is given', () => {
    const level = (...levels: (string | undefined)[]) =>
      logSignatures(
        levels.map((one) => ({
          at: SINCE,
          service: 'shop',
          message: 'boom',
          ...(one === undefined ? {} : { level: one }),
        })),
        SINCE,
        UNTIL,
      )[0]?.level;
    expect(level('info', 'warn', 'error')).toBe('error');
    expect(level('warn', 'info')).toBe('warn');
    expect(level(undefined)).toBe('other');
  });

  test('errors first, then what grew most by the minute, then by name', () => {
    const kinds = logSignatures(
      [
        row(1, 'calm', { level: 'info', count: 900 }),
        row(1, 'hm', { level: 'warn', count: 900 }),
        row(1, 'few'),
        row(1, 'many', { count: 50 }),
        row(-50, 'falling', { count: 5_000 }),
        row(1, 'falling', { count: 60 }),
        row(1, 'few', { service: 'auth' }),
        row(1, 'also'),
        row(-100, 'was always', { count: 2 }),
      ],
      SINCE,
      UNTIL,
    );
    expect(kinds.map(({ service, template }) => `${service}: ${template}`)).toEqual([
      'shop: many',
      'auth: few',
      'shop: also',
      'shop: few',
      'shop: was always',
      'shop: falling',
      'shop: hm',
      'shop: calm',
    ]);
  });

  test('growth: none for as much as before, all for twenty times as much, less one standard error', () => {
    const of = (rateRatio: number, before: number, after: number) =>
      growth({ rateRatio, before, after } as SignatureRows);
    expect(of(1, 10, 10)).toBe(0);
    expect(of(0.1, 10, 10)).toBe(0);
    expect(of(1e9, 0, 10)).toBe(1);
    const error = Math.sqrt(1 / 8.5 + 1 / 2.5);
    expect(of(9, 2, 8)).toBeCloseTo((Math.log(9) - error) / Math.log(20), 12);
    expect(of(9, 2, 8)).toBeGreaterThan(0);
    expect(of(9, 2, 8)).toBeLessThan(1);
  });
});
