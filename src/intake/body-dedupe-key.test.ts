import { expect, test } from '@jest/globals';
import { bodyDedupeKey } from './body-dedupe-key.ts';

const MINUTE = 60_000;
const body = Buffer.from('{"a":1}');

test('the same bytes are a duplicate within five minutes and a sign of life after them', () => {
  const start = 100 * 5 * MINUTE;
  expect(bodyDedupeKey(body, start + 4 * MINUTE)).toBe(bodyDedupeKey(body, start));
  expect(bodyDedupeKey(body, start + 5 * MINUTE)).not.toBe(bodyDedupeKey(body, start));
  expect(bodyDedupeKey(Buffer.from('{"a": 1}'), start)).not.toBe(bodyDedupeKey(body, start));
});
