import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { promqlThreshold } from './promql-threshold.ts';

test.each([
  ['error_ratio > 0.05', 0.05, 'above'],
  ['error_ratio >= 5e-2', 0.05, 'above'],
  ['success_ratio<0.99', 0.99, 'below'],
  ['success_ratio <= .99', 0.99, 'below'],
  ['delta(x[5m]) < -3', -3, 'below'],
  ['up > bool 0', 0, 'above'],
  ['0.05 < error_ratio', 0.05, 'above'],
  ['100 >= rate(x[5m])', 100, 'below'],
  ['((sum by (service) (rate(x{code=~"5.."}[5m]))) > 10)', 10, 'above'],
  ['sum(rate(x{path!="/a > 1 and b"}[5m])) > 2', 2, 'above'],
  ['count(up == 0) > 1', 1, 'above'],
  ["x{a='>= 3'} > 4", 4, 'above'],
  ['error_ratio > 0.05 # of all requests', 0.05, 'above'],
] as const)('%s', (expression, threshold, comparison) => {
  expect(promqlThreshold(expression)).toEqual({ threshold, comparison });
});

test.each([
  '',
  'up',
  'up == 0',
  'up != 1',
  'a > 1 and b > 2',
  'a > 1 unless b',
  'a > 1 OR vector(1)',
  'a > b',
  'a > 2 * 3',
  'a > 5m',
  'a > 1 > 2',
  'a > (1)',
  'a{x="',
  'absent(up)',
  '(a > 1',
  ') > 1',
])('nothing is made up for %s', (expression) => {
  expect(promqlThreshold(expression)).toBeUndefined();
});

test('any text is read and never throws, however long', () => {
  fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => void promqlThreshold(text)));
  for (const part of ['(', '"', '"\\', 'a > 1 and ', '{x="', '<=', '`', "'a"]) {
    for (const length of [3_999, 400_000]) promqlThreshold(part.repeat(length / part.length));
  }
});

test('a number after a comparison is the threshold, whatever it is', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (threshold) => {
      expect(promqlThreshold(`a > ${threshold}`)).toEqual({ threshold: threshold + 0, comparison: 'above' });
    }),
  );
});
