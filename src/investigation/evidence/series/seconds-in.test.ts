import { expect, test } from '@jest/globals';
import { secondsIn } from './seconds-in.ts';

test.each([
  ['ms', 1e-3],
  ['Milliseconds', 1e-3],
  ['us', 1e-6],
  ['µs', 1e-6],
  ['μs', 1e-6],
  ['microseconds', 1e-6],
  ['ns', 1e-9],
  ['nanoseconds', 1e-9],
  ['s', 1],
  ['seconds', 1],
  ['', 1],
  [undefined, 1],
])('%s', (unit, seconds) => {
  expect(secondsIn(unit)).toBe(seconds);
});
