import { describe, expect, test } from '@jest/globals';
import { parseMoment, parseSpan } from './parse-moment.ts';

const NOW = Date.UTC(2026, 10, 25, 14, 0);

describe('a moment as people write it', () => {
  test.each([
    ['2026-11-25T13:40:00Z', '2026-11-25T13:40:00.000Z'],
    ['2026-11-25T13:40Z', '2026-11-25T13:40:00.000Z'],
    ['2026-11-25T13:40:00+02:00', '2026-11-25T11:40:00.000Z'],
    ['2026-11-25 13:40', '2026-11-25T13:40:00.000Z'],
    ['2026-11-25', '2026-11-25T00:00:00.000Z'],
    ['13:40', '2026-11-25T13:40:00.000Z'],
    ['23:10', '2026-11-24T23:10:00.000Z'],
    ['2h ago', '2026-11-25T12:00:00.000Z'],
    ['1h30m', '2026-11-25T12:30:00.000Z'],
    ['now', '2026-11-25T14:00:00.000Z'],
  ])('%s', (text, wanted) => {
    expect(new Date(parseMoment(text, NOW)).toISOString()).toBe(wanted);
  });

  test.each(['', 'yesterday', '25:00', '2026-13-45', '-2h', '12.2026', '1e9'])(
    '%s is refused with examples',
    (text) => {
      expect(() => parseMoment(text, NOW)).toThrow('Give a time such as');
    },
  );

  test.each([
    ['90s', 90_000],
    ['30m', 1_800_000],
    ['30min', 1_800_000],
    ['2h', 7_200_000],
    ['1h30m', 5_400_000],
    ['3d', 259_200_000],
    ['1.5h', 5_400_000],
  ])('the span %s', (text, wanted) => {
    expect(parseSpan(text)).toBe(wanted);
  });

  test.each(['', '2', 'h', '2 hours', '-1h', '2h x'])('the span "%s" is refused', (text) => {
    expect(() => parseSpan(text)).toThrow('Give a span such as');
  });
});
