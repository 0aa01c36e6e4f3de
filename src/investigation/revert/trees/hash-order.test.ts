import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { inHashOrder } from './hash-order.ts';

const order = (names: readonly string[]) => inHashOrder(names, (name) => name);

test('depends on the names alone, as long as no two fall into one bucket', () => {
  // FNV-1 of one letter is 0x050c5d1f ^ letter: a is 0x..7e, b is 0x..7d, c is 0x..7c; of these the last six bits count.
  expect(order(['a', 'b', 'c'])).toEqual(['c', 'b', 'a']);
  expect(order(['c', 'b', 'a'])).toEqual(['c', 'b', 'a']);
});

test('in one bucket the last one comes first', () => {
  expect(inHashOrder([1, 2, 3], () => 'same')).toEqual([3, 2, 1]);
});

test('loses nothing, however many there are', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.stringMatching(/^[a-z/]{1,6}$/), { minLength: 60, maxLength: 300 }), (names) => {
      expect(order(names).toSorted()).toEqual(names.toSorted());
    }),
  );
});
