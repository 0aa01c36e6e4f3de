import { expect, test } from '@jest/globals';
import { capturedBytes, readAlerts } from '../../../test/support/intake/captured-alert.ts';
import { pagerduty } from './pagerduty.ts';

const NOW = Date.UTC(2026, 10, 25, 12);
const [OLD, NEW] = ['the-old-secret-0123456789', 'the-new-secret-0123456789'];
const body = capturedBytes('pagerduty/incident.firing.json');
const signature = (secret: string) => pagerduty.sign(body, secret, NOW)['x-pagerduty-signature'] ?? '';
const lets = (value: string, secrets: readonly string[]) =>
  pagerduty.authenticate({ headers: { 'x-pagerduty-signature': value }, body, now: NOW }, { secrets });

test('while a secret is rotated any of the signatures is enough', () => {
  const both = `${signature(OLD)},${signature(NEW)}`;
  expect([lets(both, [OLD]), lets(both, [NEW]), lets(both, [OLD, NEW])]).toEqual([true, true, true]);
  expect(lets(both, ['a-third-secret-0123456789'])).toBe(false);
});

test.each([
  ['of an unknown version', (right: string) => right.replace('v1=', 'v2=')],
  ['with nothing after the comma', (right: string) => `${right},`],
  ['with a space after the comma', (right: string) => `v1=${'0'.repeat(64)}, ${right}`],
  ['of eleven', (right: string) => Array(11).fill(right).join()],
])('a signature %s is refused', (_, change) => expect(lets(change(signature(NEW)), [NEW])).toBe(false));

test('an incident maps by the name of its service', () => {
  expect(readAlerts(pagerduty, 'incident.firing.json')[0]).toMatchObject({
    key: 'pagerduty:Q0HV7TGT6XYZAB',
    startsAt: Date.UTC(2026, 10, 25, 11, 12, 3),
    title: 'checkout: 5xx above 5 %',
    severity: 'P1',
    labels: { service: 'checkout', team: 'Payments', pagerduty_incident_id: 'Q0HV7TGT6XYZAB' },
  });
});

test('the end keeps the start of the incident; one that is opened again begins anew', () => {
  const startsAt = Date.UTC(2026, 10, 25, 11, 12, 3);
  const endsAt = Date.UTC(2026, 10, 25, 11, 42, 10, 100);
  expect(readAlerts(pagerduty, 'incident.resolved.json')[0]).toMatchObject({ status: 'resolved', startsAt, endsAt });
  expect(readAlerts(pagerduty, 'reopened.firing.json')[0]?.startsAt).toBe(Date.UTC(2026, 10, 25, 11, 48, 30));
});
