import { expect, test } from '@jest/globals';
import { prometheusDuration } from './prometheus-duration.ts';

test.each([
  ['5m', 300],
  ['1h30m', 5_400],
  ['90s', 90],
  ['1d', 86_400],
  ['500ms', 0.5],
  ['0s', 0],
] as const)('%s is %d s', (text, seconds) => expect(prometheusDuration(text)).toBe(seconds));

test.each(['', '5', 'm', '5 m', '-5m', '5x', '1e9s', '5m!', '9'.repeat(30)])('%s is no duration', (text) => {
  expect(prometheusDuration(text)).toBeUndefined();
});
