import { describe, expect, test } from '@jest/globals';
import { freshSignatures } from './fresh-signatures.ts';
import type { SignatureRows } from './log-signatures.ts';

describe('trouble that began or grew', () => {
  function kind(after: number, more: Partial<SignatureRows> = {}): SignatureRows {
    return {
      service: 'shop',
      template: 'boom',
      level: 'error',
      before: 0,
      after,
      rateRatio: 1e6,
      isNew: true,
      rows: [],
      ...more,
    };
  }

  test('of one line, of no trouble and of no growth nothing is told', () => {
    expect(freshSignatures([kind(1), kind(9, { level: 'other' }), kind(9, { rateRatio: 1 })])).toEqual([]);
    expect(freshSignatures([kind(2)])).toHaveLength(1);
  });

  test('shares add up to one; a warning is half an error, and lines count by their logarithm', () => {
    const shares = (...kinds: SignatureRows[]) => freshSignatures(kinds).map(({ share }) => share);
    expect(shares(kind(9), kind(9, { level: 'warn' }))).toEqual([expect.closeTo(2 / 3, 9), expect.closeTo(1 / 3, 9)]);
    expect(shares(kind(9), kind(99))).toEqual([expect.closeTo(1 / 3, 9), expect.closeTo(2 / 3, 9)]);
    const half = kind(9, { before: 9, rateRatio: Math.exp(Math.sqrt(2 / 9.5) + Math.log(20) / 2) });
    expect(shares(kind(9), half)).toEqual([expect.closeTo(2 / 3, 9), expect.closeTo(1 / 3, 9)]);
  });
});
