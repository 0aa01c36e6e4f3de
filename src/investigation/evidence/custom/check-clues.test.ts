import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { CaseCheck } from '../../case.ts';
import { plainText } from '../../sentence.ts';
import { checkClues } from './check-clues.ts';

const WEIGHTS = { breach: 0.5, within: 0.25, cap: 1 };
const check = (more: Partial<CaseCheck>): CaseCheck => ({
  name: 'queue',
  service: 'checkout',
  value: 1_240.123,
  threshold: 1_000,
  comparison: 'above',
  says: 'Orders are waiting',
  ...more,
});

test('a check over its limit speaks against a false alarm, in the team’s own words', () => {
  const [clue] = checkClues([check({})], WEIGHTS);
  expect(clue).toMatchObject({ clue: 'custom-check', weight: -0.5 });
  expect(plainText(clue?.says ?? [])).toBe('Orders are waiting: queue is 1240, above the limit of 1000');
  expect(clue?.says).toContainEqual({ code: 'Orders are waiting' });
});

test.each([
  ['above', 1_000, 0.25],
  ['above', 1_001, -0.5],
  ['below', 1_000, 0.25],
  ['below', 999, -0.5],
] as const)('%s: %d against 1000 weighs %d', (comparison, value, weight) => {
  expect(checkClues([check({ comparison, value })], WEIGHTS)[0]?.weight).toBe(weight);
});

test('however many checks there are, they weigh no more than the cap in each direction', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { maxLength: 40 }), (values) => {
      const weights = checkClues(
        values.map((value) => check({ value })),
        WEIGHTS,
      ).map(({ weight }) => weight);
      const sum = (list: readonly number[]) => list.reduce((total, weight) => total + weight, 0);
      expect(weights).toHaveLength(values.length);
      expect(-sum(weights.filter((weight) => weight < 0))).toBeLessThanOrEqual(1 + 1e-9);
      expect(sum(weights.filter((weight) => weight > 0))).toBeLessThanOrEqual(1 + 1e-9);
    }),
  );
});
