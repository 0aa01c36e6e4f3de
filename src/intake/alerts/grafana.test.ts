import { expect, test } from '@jest/globals';
import { capturedBytes, readAlerts } from '../../../test/support/intake/captured-alert.ts';
import { grafana } from './grafana.ts';
import { hmacHex } from './signed-by.ts';

const NOW = Date.UTC(2026, 10, 25, 12);
const MINUTE = 60_000;
const SECRET = 'grafana-secret-0123456789';
const body = capturedBytes('grafana/latency.firing.json');
const lets = (headers: Record<string, string>, now = NOW) =>
  grafana.authenticate({ headers, body, now }, { secrets: ['the-older-secret-123', SECRET] });

test('a signature is good for five minutes, in both directions', () => {
  const signed = grafana.sign(body, SECRET, NOW);
  expect([NOW - 5 * MINUTE, NOW, NOW + 5 * MINUTE].map((now) => lets(signed, now))).toEqual([true, true, true]);
  expect([NOW - 6 * MINUTE, NOW + 6 * MINUTE].map((now) => lets(signed, now))).toEqual([false, false]);
});

test('a signature without a time, or with another one, is refused', () => {
  const signed = grafana.sign(body, SECRET, NOW);
  expect(lets({ 'x-grafana-alerting-signature': hmacHex(SECRET, body) })).toBe(false);
  expect(lets({ ...signed, 'x-grafana-alerting-timestamp': String(NOW / 1_000 + 1) })).toBe(false);
  expect(lets({ 'x-grafana-alerting-signature': hmacHex(SECRET, ':', body), 'x-grafana-alerting-timestamp': '' })).toBe(
    false,
  );
});

test('a bearer token is let in, for a Grafana that cannot sign', () => {
  expect(lets({ authorization: `Bearer ${SECRET}` })).toBe(true);
  expect(lets({ authorization: `Bearer ${SECRET}x` })).toBe(false);
});

test('each alert of a group tells where, since when and how much', () => {
  const [checkout, search] = readAlerts(grafana, 'latency.firing.json');
  expect(checkout).toMatchObject({
    key: `grafana:57c6d9296de2ad39:${Date.UTC(2026, 10, 25, 11, 20, 10)}`,
    startsAt: Date.UTC(2026, 10, 25, 11, 20, 10),
    title: 'p99 of checkout above 800 ms',
    severity: 'warning',
    labels: { service: 'checkout', env: 'production' },
    observed: 1.42,
    url: 'https://grafana.example.com/d/checkout?from=1795603200000&orgId=1&viewPanel=4',
  });
  expect(checkout).not.toHaveProperty('endsAt');
  expect(search).toMatchObject({ labels: { service: 'search' }, observed: 0.93 });
  expect(readAlerts(grafana, 'latency.resolved.json')[0]?.endsAt).toBe(Date.UTC(2026, 10, 25, 11, 44, 10));
  expect(readAlerts(grafana, 'truncated.firing.json')[0]?.truncated).toBe(3);
});

test('how long the rule was pending is taken from an annotation', () => {
  const body = JSON.parse(capturedBytes('grafana/latency.firing.json').toString('utf8'));
  body.alerts[0].annotations.for = '5m';
  expect(readAlerts(grafana, body)[0]).toMatchObject({ periodSeconds: 300, periods: 1 });
  expect(readAlerts(grafana, body)[1]).not.toHaveProperty('periodSeconds');
});

test('the notification of an Alertmanager is sent to its own address', () => {
  expect(grafana.read({ version: '4', alerts: [] }, {}, NOW)).toMatchObject({
    kind: 'unmapped',
    reason: expect.stringContaining('/alerts/alertmanager/'),
  });
});
