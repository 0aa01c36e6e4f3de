import { expect, test } from '@jest/globals';
import { capturedBytes, readAlerts } from '../../../test/support/intake/captured-alert.ts';
import { AlertMap } from './alert-map.ts';
import { cloudevents } from './cloudevents.ts';

const NOW = Date.UTC(2026, 10, 25, 12);
const event = (name: string) => JSON.parse(capturedBytes(`cloudevents/${name}`).toString('utf8'));

test('an incident of CDEvents tells where, since when, and of which artifact', () => {
  expect(readAlerts(cloudevents, 'incident.firing.json')).toEqual([
    {
      key: 'cloudevents:/monitoring/eu-1:incident-101',
      source: 'cloudevents',
      status: 'firing',
      startsAt: Date.UTC(2026, 10, 25, 11, 22, 33, 120),
      title: 'Answers slower than 800 ms',
      labels: expect.objectContaining({ service: 'checkout', environment: 'production', incident: 'incident-101' }),
      release: 'sha256:927aa808433d17e315a258b98e2f1a55f8258e0cb782ccb76280646d0dbe17b5',
    },
  ]);
  expect(readAlerts(cloudevents, 'bare-cdevent.firing.json')[0]?.url).toBe('https://tickets.example.com/101');
});

test('binary mode, whose attributes are headers, is read like structured mode', () => {
  const { data, ...attributes } = event('incident.firing.json');
  const headers = Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [`ce-${name}`, encodeURIComponent(String(value))]),
  );
  expect(readAlerts(cloudevents, data, headers)).toEqual(readAlerts(cloudevents, 'incident.firing.json'));
  expect(cloudevents.keepHeaders).toEqual(expect.arrayContaining(['ce-type', 'ce-id', 'ce-source', 'ce-time']));
});

test('source and id together are the delivery', () => {
  const key = (change: object, headers = {}) =>
    cloudevents.dedupeKey(
      { headers, body: Buffer.from(JSON.stringify({ ...event('incident.firing.json'), ...change })), now: NOW },
      NOW,
    );
  expect(key({ time: '2026-11-25T11:59:00Z' })).toBe(key({}));
  expect(key({ id: 'b' })).not.toBe(key({}));
  expect(key({ source: '/b' })).not.toBe(key({}));
});

test('an event of another type is read by the map of the endpoint, or told', () => {
  const own = event('unmapped/own-type.json');
  expect(cloudevents.read(own, {}, NOW)).toMatchObject({ kind: 'unmapped', reason: expect.stringContaining('a map') });
  const map = AlertMap.parse({
    key: '$.probe',
    title: '$.probe',
    status: '$.state',
    firing: ['down'],
    resolved: ['up'],
    startsAt: '$.since',
    labels: { service: '$.probe' },
  });
  expect(cloudevents.read(own, {}, NOW, { map })).toMatchObject({
    kind: 'alerts',
    alerts: [{ key: 'cloudevents:checkout', startsAt: Date.UTC(2026, 10, 25, 11, 22) }],
  });
});

test.each([
  [{ specversion: '0.3' }, 'specversion'],
  [{ id: '' }, 'id'],
  [{ source: undefined }, 'source'],
  [{ data: null }, 'CDEvents'],
  [
    { data: { context: { type: 'dev.cdevents.incident.detected.0.3.0', timestamp: 'x' }, subject: { id: 'a' } } },
    'time',
  ],
])('%j is told', (change, reason) => {
  expect(cloudevents.read({ ...event('incident.firing.json'), ...change }, {}, NOW)).toMatchObject({
    kind: 'unmapped',
    reason: expect.stringContaining(reason),
  });
});
