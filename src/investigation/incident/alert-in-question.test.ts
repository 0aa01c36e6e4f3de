import { expect, test } from '@jest/globals';
import { HOUR_MS, MINUTE_MS } from '../time.ts';
import { alertInQuestion } from './alert-in-question.ts';

const alert = (title: string, minute: number, endMinute?: number) => ({
  title,
  labels: {},
  startsAt: minute * MINUTE_MS,
  ...(endMinute === undefined ? {} : { endsAt: endMinute * MINUTE_MS }),
});
const live = (minute: number, outcome: 'success' | 'failure' = 'success') => ({
  startedAt: minute * MINUTE_MS,
  liveAt: minute * MINUTE_MS,
  outcome,
});
const HOURS = HOUR_MS / MINUTE_MS;
const asked = (alerts: readonly ReturnType<typeof alert>[], own: readonly ReturnType<typeof live>[]) =>
  alertInQuestion(alerts, own)?.title;

test('trouble that a deploy brings to an incident that something small keeps open for days', () => {
  const disk = alert('disk', 0);
  const errors = alert('errors', 48 * HOURS);
  expect(asked([disk, errors], [live(48 * HOURS - 5)])).toBe('errors');
  expect(asked([disk, errors], [live(48 * HOURS - 61)])).toBe('disk');
  expect(asked([disk, errors], [live(48 * HOURS + 1)])).toBe('disk');
  expect(asked([disk, errors], [live(48 * HOURS - 5, 'failure')])).toBe('disk');
  expect(asked([disk, alert('errors', 30)], [live(25)])).toBe('disk');
});

test('an alert that follows in the same trouble leaves the question as it is, also after a deploy that was to mend it', () => {
  const errors = alert('errors', 0);
  const later = alert('budget', 5 * HOURS);
  expect(asked([errors, later], [live(-5)])).toBe('errors');
  expect(asked([errors, later], [live(-5), live(5 * HOURS - 10)])).toBe('errors');
  expect(asked([errors, alert('budget', 7 * HOURS)], [live(-5), live(7 * HOURS - 10)])).toBe('budget');
});

test('a rule that fires again and again is no new question, until it was quiet', () => {
  const before = [alert('disk', 0), alert('errors', 3 * HOURS, 3 * HOURS + 10)];
  const again = { ...alert('errors', 4 * HOURS), id: 'again' };
  const quiet = { ...alert('errors', 9 * HOURS), id: 'quiet' };
  expect(alertInQuestion([...before, again], [live(4 * HOURS - 5)])).toBe(before[0]);
  expect(alertInQuestion([...before, quiet], [live(9 * HOURS - 5)])).toBe(quiet);
});

test('none of no alert', () => {
  expect(alertInQuestion([], [])).toBeUndefined();
});
