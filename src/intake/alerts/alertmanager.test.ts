import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { Alert } from '../../investigation/incident/alert.ts';
import { alertmanager } from './alertmanager.ts';

const NOW = Date.UTC(2026, 10, 25, 12);
const captured = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../test/fixtures/alerts/alertmanager/${name}`, import.meta.url), 'utf8'));

function alertsOf(body: unknown): readonly Alert[] {
  const reading = alertmanager.read(body, {}, NOW);
  return reading.kind === 'alerts' ? reading.alerts : [];
}

const ONE = {
  status: 'firing',
  labels: { alertname: 'HighErrorRate', service: 'checkout' },
  annotations: {},
  startsAt: '2026-11-25T10:35:11.189Z',
  endsAt: '0001-01-01T00:00:00Z',
  generatorURL: '',
  fingerprint: '7e011e7aaeb71eee',
};
const webhook = (alert: object, rest: object = {}) => ({ version: '4', alerts: [{ ...ONE, ...alert }], ...rest });

test('a group becomes one alert for each of its members, with all that the payload tells', () => {
  const [checkout, search] = alertsOf(captured('grouped.firing.json'));
  expect(checkout).toEqual({
    key: `alertmanager:7e011e7aaeb71eee:${Date.UTC(2026, 10, 25, 10, 35, 11, 189)}`,
    source: 'alertmanager',
    status: 'firing',
    startsAt: Date.UTC(2026, 10, 25, 10, 35, 11, 189),
    title: 'More than 5 % of the requests to checkout fail',
    description: 'The error ratio of checkout in production is 13.31%.',
    severity: 'critical',
    labels: {
      alertname: 'HighErrorRate',
      cluster: 'eu-1',
      env: 'production',
      repo: 'acme/shop',
      service: 'checkout',
      severity: 'critical',
    },
    query: 'service:http_error_ratio:rate15s > 0.05',
    threshold: 0.05,
    comparison: 'above',
    observed: 0.13314037626628075,
    periodSeconds: 3,
    periods: 1,
    url: 'http://vm:29993/graph?g0.expr=service%3Ahttp_error_ratio%3Arate15s+%3E+0.05&g0.tab=1',
  });
  expect(search?.labels.service).toBe('search');
});

test('a resolved alert has its end; a firing one has none, whatever the payload says', () => {
  expect(alertsOf(captured('grouped.resolved.json')).map(({ status, endsAt }) => [status, endsAt])).toEqual([
    ['resolved', Date.UTC(2026, 10, 25, 10, 35, 33, 189)],
    ['resolved', Date.UTC(2026, 10, 25, 10, 35, 33, 189)],
  ]);
  expect(alertsOf(webhook({ endsAt: '2026-11-25T10:40:11Z' }))[0]).not.toHaveProperty('endsAt');
  expect(alertsOf(webhook({ status: 'resolved' }))[0]).not.toHaveProperty('endsAt');
});

test('a mixed group keeps the state of each alert', () => {
  const body = { version: '4', alerts: [ONE, { ...ONE, fingerprint: 'b', status: 'resolved' }] };
  expect(alertsOf(body).map(({ status }) => status)).toEqual(['firing', 'resolved']);
});

test('what the sender left out is told', () => {
  const reading = alertmanager.read(captured('truncated.firing.json'), {}, NOW);
  expect(reading).toMatchObject({ kind: 'alerts', truncated: 1, alerts: [{ truncated: 1 }] });
});

test('a rule that compares with < is below its threshold', () => {
  expect(alertsOf(captured('warning.firing.json'))[0]).toMatchObject({ threshold: 1_000, comparison: 'below' });
});

test('an alert without a fingerprint is known by its labels, in any order', () => {
  const { fingerprint: _, ...without } = ONE;
  const one = alertsOf({ version: '4', alerts: [{ ...without, labels: { a: '1', b: '2' } }] })[0]?.key;
  const two = alertsOf({ version: '4', alerts: [{ ...without, labels: { b: '2', a: '1' } }] })[0]?.key;
  const other = alertsOf({ version: '4', alerts: [{ ...without, labels: { b: '2', a: '3' } }] })[0]?.key;
  expect(one).toMatch(/^alertmanager:[0-9a-f]{16}:\d+$/);
  expect(two).toBe(one);
  expect(other).not.toBe(one);
});

test('the summary, or else the name of the rule, is the title', () => {
  expect(alertsOf(webhook({ annotations: { summary: 'S' } }))[0]?.title).toBe('S');
  expect(alertsOf(webhook({}))[0]?.title).toBe('HighErrorRate');
  expect(alertsOf(webhook({ labels: {} }))[0]?.title).toBe('Alert without a name');
});

test('the version that a label names is the release', () => {
  expect(alertsOf(webhook({ labels: { version: '', sha: 'abc' } }))[0]?.release).toBe('abc');
});

describe('the link of the rule', () => {
  test.each(['javascript:alert(1)', 'data:text/html,x', 'not an address', ''])('%s is no link', (generatorURL) => {
    expect(alertsOf(webhook({ generatorURL }))[0]).not.toHaveProperty('url');
  });

  test('goes to people without the password that it holds', () => {
    const [alert] = alertsOf(webhook({ generatorURL: 'https://ops:hunter2@p/graph?g0.tab=1' }));
    expect(alert?.url).toBe('https://p/graph?g0.tab=1');
  });

  test('its expression is kept even where no threshold can be read', () => {
    const generatorURL = 'https://p/graph?g0.expr=a+%3E+1+and+b+%3E+2';
    const [alert] = alertsOf(webhook({ generatorURL }));
    expect(alert?.query).toBe('a > 1 and b > 2');
    expect(alert).not.toHaveProperty('threshold');
  });
});

test.each([
  [{ version: '3', alerts: [] }, 'not "4"'],
  [{ alerts: [] }, 'no version'],
  [{ version: 4, alerts: [] }, 'not "4"'],
  [{ version: '1', orgId: 1, alerts: [] }, '/alerts/grafana/'],
  [{ version: '4' }, 'at alerts'],
  [webhook({ status: 'pending' }), 'at alerts.0.status'],
  [webhook({ labels: { a: 1 } }), 'at alerts.0.labels.a'],
  [webhook({ startsAt: '0001-01-01T00:00:00Z' }), 'startsAt'],
  [webhook({}, { truncatedAlerts: -1 }), 'at truncatedAlerts'],
])('%j is kept as unmapped with the reason', (body, reason) => {
  const reading = alertmanager.read(body, {}, NOW);
  expect(reading.kind).toBe('unmapped');
  expect(reading.kind === 'unmapped' ? reading.reason : '').toContain(reason);
});

test('a notification of no alert is ignored', () => {
  expect(alertmanager.read({ version: '4', alerts: [] }, {}, NOW).kind).toBe('ignored');
});

test('5,000 alerts with 100 labels each are all read', () => {
  const labels = Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`label_${at}`, 'v']));
  const alerts = Array.from({ length: 5_000 }, (_, at) => ({ ...ONE, labels, fingerprint: String(at) }));
  expect(alertsOf({ version: '4', alerts })).toHaveLength(5_000);
});
