import { expect, test } from '@jest/globals';
import type { ReadAlert } from '../../intake/alerts/contract.ts';
import type { Alert } from '../../investigation/incident/alert.ts';
import { oneFiring } from './one-firing.ts';

const firing = (startsAt: number, more: Partial<ReadAlert> = {}): ReadAlert => ({
  key: 'sns:arn',
  keyOf: 'rule',
  source: 'sns',
  status: 'firing',
  startsAt,
  title: 'Errors',
  labels: {},
  ...more,
});
const resolved = (endsAt: number): ReadAlert => firing(endsAt, { status: 'resolved', endsAt });
const keyOf = (alert: ReadAlert, known: readonly Alert[]) => oneFiring(alert, known).key;

test('an alert that names its own firing keeps its key', () => {
  const { keyOf: _, ...alert } = firing(1);
  expect(oneFiring(alert, [])).toEqual(alert);
});

test('each firing of a rule has its own key, and its end finds it', () => {
  const first = oneFiring(firing(100), []);
  expect(first.key).toBe('sns:arn@100');
  expect(first).not.toHaveProperty('keyOf');
  const over = oneFiring(resolved(200), [first]);
  expect(over.key).toBe(first.key);
  const second = oneFiring(firing(300), [over]);
  expect(second.key).toBe('sns:arn@300');
  expect(keyOf(resolved(400), [over, second])).toBe(second.key);
});

test('an end that comes late does not end the firing that began after it', () => {
  const second = oneFiring(firing(300), []);
  expect(keyOf(resolved(200), [second])).toBe('sns:arn@200');
});

test('a rule that fires again without an end between fires still', () => {
  const first = oneFiring(firing(100), []);
  expect(keyOf(firing(150), [first])).toBe(first.key);
});

test('a rule whose name begins with the name of another is another', () => {
  const other = oneFiring(firing(100, { key: 'sns:arn-2' }), []);
  expect(keyOf(resolved(200), [other])).toBe('sns:arn@200');
});
