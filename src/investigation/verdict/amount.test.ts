import { expect, test } from '@jest/globals';
import type { CaseSeries } from '../case.ts';
import { amount } from './amount.ts';

test.each<[string, number, Partial<CaseSeries>]>([
  ['120 ms', 120, { kind: 'latency', unit: 'ms' }],
  ['120 ms', 120_000, { kind: 'latency', unit: 'µs' }],
  ['1.2 s', 1.2e9, { kind: 'latency', unit: 'ns' }],
  ['98.5 %', 98.5, { kind: 'success_ratio', points: [[0, 98.5]] }],
  ['98.5 %', 0.985, { kind: 'success_ratio', points: [[0, 0.985]] }],
  ['0.7 %', 0.7, { kind: 'error_ratio', unit: '%', points: [[0, 0.7]] }],
  ['12 per min', 12, { kind: 'errors', stepSeconds: 60 }],
  ['12', 12, { kind: 'errors', stepSeconds: 15 }],
  ['70 %', 70, { kind: 'saturation', unit: 'percent' }],
  ['0.7', 0.7, { kind: 'saturation' }],
])('%s', (words, value, more) => {
  expect(amount(value, { id: 's', service: 'cart', points: [], ...more })).toBe(words);
});
