import { expect, test } from '@jest/globals';
import { nearestName } from './nearest-name.ts';

const KNOWN = ['checkout', 'catalog', 'payments-api'];

test.each([
  ['chekout', 'checkout'],
  ['Payments_API', 'payments-api'],
  ['payments', 'payments-api'],
  ['checkout-worker', 'checkout'],
  ['catalogue', 'catalog'],
  ['zebra', undefined],
  ['', undefined],
  ['--', undefined],
])('%j means %j', (written, meant) => {
  expect(nearestName(written, KNOWN)).toBe(meant);
});

test('the nearer of two is meant, and of two that are as near the first', () => {
  expect(nearestName('cart', ['card', 'cart2'])).toBe('cart2');
  expect(nearestName('bat', ['cat', 'rat'])).toBe('cat');
  expect(nearestName('a', [])).toBeUndefined();
});
