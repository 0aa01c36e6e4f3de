import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { loggedShop, ONSET, QUIET, row } from '../../../../test/support/cases/logged-shop.ts';
import type { LogRow } from '../../case.ts';
import { MINUTE_MS } from '../../time.ts';
import { readLogs } from './read-logs.ts';

describe('properties', () => {
  const rows = fc.array(
    fc.record({
      at: fc.integer({ min: ONSET - 60 * MINUTE_MS, max: ONSET + 9 * MINUTE_MS }),
      service: fc.constantFrom('shop', 'web', 'tax'),
      level: fc.constantFrom('ERROR', 'WARN', 'INFO'),
      message: fc.oneof(
        fc.constantFrom(
          'shop answered 502',
          'no space left on device',
          'node ip-1-2 is slow',
          'GET https://a.b.example failed',
        ),
        fc.string({ unit: 'binary', maxLength: 80 }),
      ),
      count: fc.integer({ min: 1, max: 500 }),
    }),
    { maxLength: 25 },
  );

  test('the order of rows does not matter, and all weights are finite', () => {
    fc.assert(
      fc.property(rows, (logs) => {
        const straight = readLogs(loggedShop(logs), ONSET);
        const turned = readLogs(loggedShop([...logs].reverse()), ONSET);
        const plain = ({ services, noChange: clues }: typeof straight) => ({
          services: Object.fromEntries([...services].map(([name, { weight }]) => [name, weight.toFixed(6)])),
          clues: clues.map(({ clue, weight }) => `${clue} ${weight.toFixed(6)}`),
        });
        expect(plain(turned)).toEqual(plain(straight));
        for (const { weight } of [...straight.services.values(), ...straight.noChange])
          expect(Number.isFinite(weight)).toBe(true);
      }),
    );
  });

  test('as many lines twice over change no ratio by more than the half line that is added', () => {
    fc.assert(
      fc.property(rows, (logs) => {
        const total = (list: readonly LogRow[]) =>
          readLogs(loggedShop(list), ONSET).signatures.reduce((sum, { before, after }) => sum + before + after, 0);
        expect(total(logs.map((one) => ({ ...one, count: one.count * 2 })))).toBe(2 * total(logs));
      }),
    );
  });

  test('a million characters are read to the end', () => {
    for (const piece of ['a', "'", '"', 'http://a.', 'host=', 'node ', 'tenant=', 'certificate ', 'secret ', ' ']) {
      const message = piece.repeat(1e6 / piece.length);
      expect(readLogs(loggedShop([QUIET, row(1, message)]), ONSET).signatures).toHaveLength(2);
    }
  });
});
