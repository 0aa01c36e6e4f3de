import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { contentHash } from './content-hash.ts';

const shuffled = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(shuffled);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, each]) => [key, shuffled(each)]),
  );
};

test('is that of the JSON text with its keys in order', () => {
  expect(contentHash({ b: [1, { d: null, c: 'x' }], a: undefined })).toBe(
    // printf '%s' '{"b":[1,{"c":"x","d":null}]}' | sha256sum
    '484f9b407e981b5bd71a3b3d8a37d4914d98cd98418c76d79245c27dc41a9517',
  );
});

test('does not depend on the order of keys, and does on everything else', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
      expect(contentHash(shuffled(a))).toBe(contentHash(a));
      expect(contentHash(a) === contentHash(b)).toBe(contentHash([a]) === contentHash([b]));
    }),
  );
  expect(contentHash({ body: 'a' })).not.toBe(contentHash({ body: 'b' }));
  expect(contentHash([1, 2])).not.toBe(contentHash([2, 1]));
});
