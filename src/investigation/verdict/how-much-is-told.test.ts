import { expect, test } from '@jest/globals';
import type { Case } from '../case.ts';
import { howMuchIsTold } from './how-much-is-told.ts';

const of = (alert: Partial<Case['alert']>, logs: NonNullable<Case['logs']> = []): number =>
  howMuchIsTold({ id: 'c', askedAt: 0, deploys: [], alert: { service: 'checkout', startedAt: 0, ...alert }, logs });

test('an alert that only names its service tells next to nothing', () => {
  expect(of({})).toBe(0);
  expect(of({ title: 'checkout answers 5xx' })).toBeCloseTo(0.1);
});

test('a description, a stack trace or error logs tell enough; what programs say when all is well does not', () => {
  const words =
    'total.toFixed is not a function at renderTotal in services/checkout/src/total.js while rounding prices';
  expect(of({ labels: { description: words } })).toBe(1);
  expect(of({ labels: { stacktrace: words } })).toBe(1);
  expect(of({}, [{ at: 0, service: 'checkout', level: 'ERROR', message: words }])).toBe(1);
  expect(of({}, [{ at: 0, service: 'checkout', level: 'INFO', message: words }])).toBe(0);
});

test('ten different words of three letters, names and quiet lines apart', () => {
  const WORDS = 'total decimal rounding voucher sums basket invoice ledger currency refund';
  const told = (title: string, logs: NonNullable<Case['logs']> = []) =>
    of({ service: 'cart', environment: 'prod', title }, logs);
  expect(told('Cart PROD an of total TOTAL 42 _x1')).toBeCloseTo(0.2, 9);
  const log = (level?: string) => ({
    at: 0,
    service: 'cart',
    message: 'refund',
    ...(level === undefined ? {} : { level }),
  });
  for (const level of ['trace', 'DEBUG', 'info', 'notice']) expect(told('', [log(level)])).toBe(0);
  expect(told('', [log()])).toBeCloseTo(0.1, 9);
  expect(told('', [log('information')])).toBeCloseTo(0.1, 9);
  expect(told(WORDS)).toBe(1);
  expect(told(WORDS.split(' ').slice(0, 9).join(' '))).toBeCloseTo(0.9, 9);
});
