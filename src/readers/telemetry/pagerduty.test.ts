import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { vendorConnection } from '../../../test/support/vendors/vendor-connection.ts';
import type { TelemetryQuery } from './contract.ts';
import { alertInside } from './pagerduty/alert-inside.ts';
import { askPagerDuty } from './pagerduty/ask-pagerduty.ts';
import { pagerduty } from './pagerduty.ts';

const NOW = Date.UTC(2026, 10, 25, 12);
const TOKEN = 'a-read-only-key';
const INCIDENT = { name: 'checkout: 5xx', labels: { pagerduty_incident_id: 'Q0HV7TGT6XYZAB' } };
const QUERY: TelemetryQuery = {
  id: 'change-events',
  query: '{"changes":"PF9KMXH"}',
  from: NOW - 3_600_000,
  to: NOW,
  stepSeconds: 60,
  as: { service: 'checkout' },
};
const captured = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../test/fixtures/telemetry/pagerduty/${name}.json`, import.meta.url), 'utf8'));
const answering = (body: unknown, status = 200) =>
  vendorConnection(pagerduty, { token: TOKEN }, () => ({ status, body }), NOW);

describe('the alert behind an incident', () => {
  test('the oldest one as Alertmanager raised it, asked with the read token and nothing else', async () => {
    const to = answering(captured('alerts'));
    await expect(pagerduty.readAlert?.(INCIDENT, to)).resolves.toEqual({
      source: 'alertmanager',
      labels: { alertname: 'HighErrorRate', env: 'production', service: 'checkout-api', severity: 'page' },
      query: 'sum(rate(http_requests_total{service="checkout-api",code=~"5.."}[5m])) > 5',
      partial: ['the incident groups 2 alerts, and the first of them was read'],
    });
    expect(to.asked.map(({ method, url }) => `${method} ${url.href}`)).toEqual([
      'GET https://api.pagerduty.com/incidents/Q0HV7TGT6XYZAB/alerts?limit=25',
    ]);
    expect(to.asked[0]?.headers).toEqual({
      accept: 'application/vnd.pagerduty+json;version=2',
      authorization: `Token token=${TOKEN}`,
    });
  });

  test('an alarm of CloudWatch and a monitor of Datadog are told in their own words', () => {
    expect(
      alertInside({
        AlarmName: 'checkout-errors',
        NewStateValue: 'ALARM',
        Trigger: {
          MetricName: 'Errors',
          Namespace: 'AWS/Lambda',
          Dimensions: [
            { name: 'FunctionName', value: 'checkout' },
            { name: 'Resource', value: 'checkout:live' },
          ],
        },
      }),
    ).toEqual({
      source: 'sns',
      labels: {
        FunctionName: 'checkout',
        Resource: 'checkout:live',
        service: 'checkout',
        alarm_name: 'checkout-errors',
        namespace: 'AWS/Lambda',
        metric_name: 'Errors',
      },
    });
    const query = 'sum(last_5m):sum:orders.failed{service:checkout}.as_count() > 10';
    expect(alertInside({ query, tags: 'service:checkout, env:production, monitor' })).toEqual({
      source: 'datadog',
      query,
      labels: { service: 'checkout', env: 'production' },
    });
  });

  test('of a sender that is not known texts and numbers are labels, and nothing passes for PagerDuty’s own', async () => {
    const details = { region: 'eu', code: 503, nested: { a: 1 }, pagerduty_service_id: 'PSTOLEN' };
    const to = answering({ alerts: [{ created_at: null, body: { cef_details: { details } } }] });
    await expect(pagerduty.readAlert?.(INCIDENT, to)).resolves.toEqual({
      labels: { region: 'eu', code: '503' },
      partial: [],
    });
  });

  test.each([
    ['without details', { alerts: [{ created_at: '2026-11-25T11:12:03Z', body: null }] }, { labels: {}, partial: [] }],
    ['whose details are text', { alerts: [{ body: { details: 'Look!' } }] }, { labels: {}, partial: [] }],
  ])('one %s has no labels', async (_name, body, behind) => {
    await expect(pagerduty.readAlert?.(INCIDENT, answering(body))).resolves.toEqual(behind);
  });

  test('an incident that is gone or holds none has no alert behind it; nothing else passes for that', async () => {
    const gone = answering({ error: { message: 'Not Found', code: 2100 } }, 404);
    await expect(pagerduty.readAlert?.(INCIDENT, gone)).resolves.toBeUndefined();
    await expect(pagerduty.readAlert?.(INCIDENT, answering({ alerts: [] }))).resolves.toBeUndefined();
    await expect(pagerduty.readAlert?.(INCIDENT, answering({ hello: 1 }))).rejects.toMatchObject({
      code: 'upstream-nonsense',
    });
    const refused = answering({ error: { message: `no ${TOKEN}`, errors: ['not yours'] } }, 403);
    await expect(pagerduty.readAlert?.(INCIDENT, refused)).rejects.toMatchObject({
      code: 'upstream-failed',
      message: expect.stringMatching(/^PagerDuty refused the question: no (?!a-read-only-key).*: not yours$/),
    });
  });

  test.each(['../users', 'Q0/alerts', '', 'q0'])('an incident called %j is not asked for', async (id) => {
    const to = answering({ alerts: [] });
    await expect(
      pagerduty.readAlert?.({ name: 'x', labels: { pagerduty_incident_id: id } }, to),
    ).resolves.toBeUndefined();
    expect(to.asked).toEqual([]);
  });
});

test('what is not on the list of reads is never asked', async () => {
  const to = answering({});
  for (const path of ['incidents', 'incidents/Q1/notes', 'users/me', 'services/P1', 'incidents/Q1/alerts/..']) {
    await expect(askPagerDuty(to, path, {})).rejects.toMatchObject({ code: 'guard-denied' });
  }
  expect(to.asked).toEqual([]);
});

test('change events of the service are changes, oldest first', async () => {
  const to = answering(captured('range').body);
  await expect(pagerduty.read(QUERY, to)).resolves.toEqual({
    series: [],
    changes: [
      {
        id: '01BBYA4PRZ3Y6YWSJX7A8JFSR0',
        kind: 'flag',
        service: 'checkout',
        at: Date.UTC(2026, 10, 25, 11, 20, 40),
        title: 'Feature flag new-checkout turned on',
        actor: 'flags',
      },
      {
        id: '01BBYA4PRZ3Y6YWSJX7A8JFSR1',
        kind: 'infrastructure',
        service: 'checkout',
        at: Date.UTC(2026, 10, 25, 11, 31, 2),
        title: 'Applied plan run-7: aws_elasticache_cluster.carts',
        actor: 'terraform',
      },
    ],
    partial: [],
  });
  expect(Object.fromEntries(to.asked[0]?.url.searchParams ?? [])).toEqual({
    since: '2026-11-25T11:00:00.000Z',
    until: '2026-11-25T12:00:00.000Z',
    limit: '100',
    offset: '0',
  });
});

test('pages are read one after the other, four at most, and that is told', async () => {
  const to = answering({ change_events: [], more: true });
  expect((await pagerduty.read(QUERY, to)).partial).toEqual(['only 400 change events were looked at']);
  expect(to.asked.map(({ url }) => url.searchParams.get('offset'))).toEqual(['0', '100', '200', '300']);
});
