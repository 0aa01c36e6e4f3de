import { expect, test } from '@jest/globals';
import { repositoryOf } from './repository-of.ts';

test.each([
  ['acme/shop', 'acme/shop'],
  ['https://github.com/acme/shop', 'acme/shop'],
  ['https://github.com/acme/shop.git', 'acme/shop'],
  ['https://token@ghe.example.com/acme/shop.js/', 'acme/shop.js'],
  ['git@github.com:acme/shop.git', 'acme/shop'],
  ['ssh://git@github.com:22/acme/shop', 'acme/shop'],
])('%s is %s', (text, name) => {
  expect(repositoryOf(text)).toBe(name);
});

test.each([
  undefined,
  '',
  'shop',
  'acme/shop/deep',
  'https://github.com/acme',
  '../etc',
  'a b/c',
  `a/${'b'.repeat(300)}`,
])('%s is none', (text) => {
  expect(repositoryOf(text)).toBeUndefined();
});
