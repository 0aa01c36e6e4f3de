import { describe, expect, test } from '@jest/globals';
import { capturedBytes, readAlerts } from '../../../test/support/intake/captured-alert.ts';
import { AlertMap } from './alert-map.ts';
import type { AlertReading } from './contract.ts';
import { generic } from './generic.ts';
import { honeycomb } from './honeycomb.ts';
import { newrelic } from './newrelic.ts';
import { opsgenie } from './opsgenie.ts';

const NOW = Date.UTC(2026, 10, 25, 12);
const SECRET = 'generic-secret-0123456789';
const body = capturedBytes('generic/plain.firing.json');
const ownShape = JSON.parse(capturedBytes('generic/unmapped/own-shape.json').toString('utf8'));
const MAP = {
  alerts: '$.events[*]',
  key: '$.id',
  title: '$.rule.name',
  status: '$.state',
  firing: ['alerting'],
  resolved: ['normal'],
  startsAt: '$.opened_at',
  labels: { service: '$.tags.service', env: '$.tags.env' },
};
const readBy = (map: object, given: unknown = ownShape): AlertReading =>
  generic.read(given, {}, NOW, { map: AlertMap.parse({ ...MAP, ...map }) });
const alertsBy = (map: object, given: unknown = ownShape) => {
  const reading = readBy(map, given);
  return reading.kind === 'alerts' ? reading.alerts : [];
};

describe('who is let in', () => {
  const lets = (headers: Record<string, string>, now = NOW) =>
    generic.authenticate({ headers, body, now }, { secrets: [SECRET] });

  test('signs as Standard Webhooks has it, within five minutes', () => {
    const signed = generic.sign(body, SECRET, NOW);
    expect([lets(signed), lets(signed, NOW + 300_000), lets(signed, NOW + 301_000)]).toEqual([true, true, false]);
    expect(lets({ ...signed, 'webhook-id': 'another' })).toBe(false);
  });

  test('or carries the secret', () => {
    expect(lets({ authorization: `Bearer ${SECRET}` })).toBe(true);
    expect(lets({ 'x-whatchanged-token': SECRET })).toBe(true);
    expect(lets({ 'x-whatchanged-token': `${SECRET} ` })).toBe(false);
  });

  test('a signed id is the delivery, whatever the body', () => {
    const key = (headers: Record<string, string>) => generic.dedupeKey({ headers, body, now: NOW }, NOW);
    const signed = generic.sign(body, SECRET, NOW);
    expect(key({ ...signed, 'webhook-id': 'a' })).not.toBe(key({ ...signed, 'webhook-id': 'b' }));
    expect(key({ 'webhook-id': 'a' })).toBe(key({ 'webhook-id': 'b' }));
  });
});

test('the plain shape is read whole', () => {
  expect(readAlerts(generic, 'plain.firing.json')).toEqual([
    {
      key: 'generic:checkout-5xx-1795606200',
      source: 'generic',
      status: 'firing',
      startsAt: Date.UTC(2026, 10, 25, 11, 30),
      title: '5xx of checkout',
      description: '13 % of the answers',
      severity: 'critical',
      labels: { team: 'payments', service: 'checkout', env: 'production' },
      threshold: 0.05,
      observed: 0.13,
      release: '9f2c1e7ab0d34c55e1f6a7b8c9d0e1f2a3b4c5d6',
      url: 'https://alerts.example.com/1',
    },
  ]);
});

describe('a map', () => {
  test('finds each alert of a body of any shape', () => {
    expect(alertsBy({}).map(({ key, status, labels }) => [key, status, labels])).toEqual([
      ['generic:a-1', 'firing', { service: 'worker', env: 'production' }],
      ['generic:a-2', 'resolved', { service: 'search' }],
    ]);
    expect(alertsBy({})[0]?.startsAt).toBe(Date.UTC(2026, 10, 25, 11, 35));
  });

  test('takes the first path that finds something', () => {
    expect(alertsBy({ title: ['$.nothing', '$.id'] }).map(({ title }) => title)).toEqual(['a-1', 'a-2']);
  });

  test('leaves out what it ignores, and tells what it cannot read', () => {
    expect(alertsBy({ resolved: ['over'], ignored: ['NORMAL'] })).toHaveLength(1);
    expect(readBy({ alerts: '$.events[?@.state == "normal"]', resolved: ['x'], ignored: ['normal'] }).kind).toBe(
      'ignored',
    );
    expect(readBy({ resolved: ['over'] })).toMatchObject({ kind: 'alerts', truncated: 1, alerts: [{ truncated: 1 }] });
    expect(readBy({ resolved: ['over'], ignored: ['NORMAL'] })).toMatchObject({ truncated: 0 });
    expect(alertsBy({})[0]).not.toHaveProperty('truncated');
  });

  test.each([
    [{ alerts: '$.nothing[*]' }, 'path to the alerts'],
    [{ key: '$.nothing' }, '`key`'],
    [{ status: '$.rule' }, '`status`'],
    [{ startsAt: '$.id' }, '`startsAt`'],
    [{ firing: ['x'], resolved: ['y'] }, 'none that the map knows'],
  ])('%j is told', (map, reason) => {
    expect(readBy(map)).toMatchObject({ kind: 'unmapped', reason: expect.stringContaining(reason) });
  });

  test('marks a key that comes again with the next firing', () => {
    expect(alertsBy({ keyRepeats: true })[0]).toHaveProperty('keyOf', 'rule');
  });

  test.each([['$.a['], ['a.b'], [''], ['$[?@.a == ]'], ['$'.repeat(600)]])('with the path %j is refused', (key) => {
    expect(AlertMap.safeParse({ ...MAP, key }).success).toBe(false);
  });

  test('a body that is too deep, or far too large, is told or cut', () => {
    const deep: unknown = JSON.parse(`${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`);
    expect(readBy({ alerts: '$..events' }, deep).kind).toBe('unmapped');
    const many = { events: Array.from({ length: 3_000 }, (_, at) => ({ ...ownShape.events[0], id: `e${at}` })) };
    expect(readBy({}, many)).toMatchObject({ kind: 'alerts', truncated: 2_000 });
  });
});

describe('a time', () => {
  test.each([
    ['2026-11-25T11:31:00.000Z', 1_795_606_260_000],
    [1_795_606_260, 1_795_606_260_000],
    ['1795606260', 1_795_606_260_000],
    [1_795_606_260.5, 1_795_606_260_500],
    [1_795_606_260_000, 1_795_606_260_000],
    ['2026-11-25 11:31:00.25 +0000 UTC', 1_795_606_260_250],
  ])('%j is read', (startsAt, expected) => {
    const plain = { ...JSON.parse(body.toString('utf8')), startsAt };
    expect(readAlerts(generic, plain)[0]?.startsAt).toBe(expected);
  });

  test.each([0, -1, 1e300, '12', 1_795_606_260_166_002_000, 'soon', null, true])('%j is none', (startsAt) => {
    expect(generic.read({ ...JSON.parse(body.toString('utf8')), startsAt }, {}, NOW).kind).toBe('unmapped');
  });
});

describe('the ready maps', () => {
  test('New Relic: an issue by its id; the entity is the service where no tag is', () => {
    const [firing] = readAlerts(newrelic, 'issue.firing.json');
    expect(firing).toMatchObject({ labels: { service: 'checkout', environment: 'production' }, severity: 'CRITICAL' });
    expect(readAlerts(newrelic, 'issue.resolved.json')[0]?.endsAt).toBe(1_795_607_040_000);
    expect(readAlerts(newrelic, 'default-template.firing.json')[0]?.labels.service).toBe('checkout');
  });

  test('Opsgenie: the details map, else the entity', () => {
    expect(readAlerts(opsgenie, 'alert.firing.json')[0]?.labels).toMatchObject({ service: 'checkout-api' });
    expect(readAlerts(opsgenie, 'alert.resolved.json')[0]?.labels).toMatchObject({ service: 'checkout' });
  });

  test('Honeycomb: a trigger by its id, which comes again, with its own header', () => {
    expect(readAlerts(honeycomb, 'trigger.firing.json')[0]).toMatchObject({
      key: 'honeycomb:JwwZxfcP5kH',
      keyOf: 'rule',
      threshold: 25,
      labels: { service: 'checkout' },
    });
    const headers = { 'x-honeycomb-webhook-token': SECRET };
    expect(honeycomb.authenticate({ headers, body, now: NOW }, { secrets: [SECRET] })).toBe(true);
  });
});
