import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { capturedBytes, readAlerts } from '../../../test/support/intake/captured-alert.ts';
import { datadog } from './datadog.ts';
import { PAYLOAD_TEMPLATE, templateText } from './datadog-webhook/payload-template.ts';

const NOW = Date.UTC(2026, 10, 25, 12);
const parse = (body: Uint8Array | string, headers = {}) => datadog.parse?.(Buffer.from(body), headers);
const payload = (name: string) => JSON.parse(capturedBytes(`datadog/${name}`).toString('utf8'));

/** What Datadog does: puts each value into the text of the template as it stands. */
function filledIn(values: Readonly<Record<string, string>>): string {
  const lines = Object.keys(PAYLOAD_TEMPLATE).map((name) => ` "${name}": "${values[name] ?? ''}"`);
  return `{\n${lines.join(',\n')}\n}`;
}

test('an alert names its service, version, rule and cycle', () => {
  const [alert] = readAlerts(datadog, 'metric.firing.json');
  expect(alert).toMatchObject({
    key: 'datadog:17364982:9182736450192837465',
    startsAt: 1_795_606_260_000,
    title: '[Triggered] 5xx of checkout',
    severity: 'P2',
    labels: { service: 'checkout', env: 'production', version: '9f2c1e7', team: 'payments', monitor_id: '17364982' },
    threshold: 25,
    comparison: 'above',
    periodSeconds: 300,
    release: '9f2c1e7',
  });
  expect(alert?.labels).not.toHaveProperty('host');
  expect(alert).not.toHaveProperty('keyOf');
});

test.each([
  'avg(last_4h):anomalies(avg:http.errors{service:checkout}, "agile", 2) >= 1',
  'avg(last_10m):outliers(avg:http.errors{*} by {host}, "DBSCAN", 3) > 0',
  'avg(next_1w):forecast(avg:disk.used{*}, "linear", 1) >= 90',
  'pct_change(avg(last_5m),last_1h):sum:orders{service:checkout} < -50',
])('the threshold of %s is none of the metric', (query) => {
  const [alert] = readAlerts(datadog, { ...payload('metric.firing.json'), query });
  expect(alert).not.toHaveProperty('threshold');
  expect(alert).not.toHaveProperty('periodSeconds');
});

test('an alert without a cycle is known by its monitor and scope', () => {
  const [alert] = readAlerts(datadog, { ...payload('metric.firing.json'), cycle: '$ALERT_CYCLE_KEY' });
  expect(alert).toMatchObject({ key: 'datadog:17364982:env:production,service:checkout', keyOf: 'rule' });
});

test.each([
  ['Triggered', 'firing'],
  ['Re-Triggered', 'firing'],
  ['Warn', 'firing'],
  ['Re-Warn', 'firing'],
  ['No Data', 'firing'],
  ['Re-No Data', 'firing'],
  ['Renotify', 'firing'],
  ['Recovered', 'resolved'],
] as const)('the transition %s is %s', (transition, status) => {
  expect(readAlerts(datadog, { ...payload('metric.firing.json'), transition })[0]?.status).toBe(status);
});

test('each transition of an event is a delivery of its own; ids keep all of their digits', () => {
  const key = (change: object) => {
    const body = Buffer.from(JSON.stringify({ ...payload('metric.firing.json'), ...change }));
    return datadog.dedupeKey({ headers: {}, body, now: NOW }, NOW);
  };
  expect(key({ title: 'x' })).toBe(key({}));
  const keys = [{}, { transition: 'Recovered' }, { id: '7218439012345678902' }].map(key);
  expect(new Set(keys).size).toBe(3);
});

test('ids of 19 digits that somebody left without quotes do not stand for each other', () => {
  const text = (id: string) => JSON.stringify(payload('metric.firing.json')).replace('"7218439012345678901"', id);
  const key = (id: string) => datadog.dedupeKey({ headers: {}, body: Buffer.from(text(id)), now: NOW }, NOW);
  expect(Number('7218439012345678901')).toBe(Number('7218439012345678902'));
  expect(key('7218439012345678901')).not.toBe(key('7218439012345678902'));
  expect(key('17')).toBe(key('17'));
});

describe('a body that is no JSON', () => {
  test('because of quotes and line breaks is read by the order of its fields', () => {
    const body = capturedBytes('datadog/quotes.broken.txt');
    expect(() => JSON.parse(body.toString('utf8'))).toThrow();
    expect(readAlerts(datadog, parse(body))[0]).toMatchObject({
      key: 'datadog:17364982:9182736450192837465',
      title: '[Triggered] "5xx" of checkout, see "title": "here"',
      description: expect.stringContaining('He said:\n "no, it is "fine" \\d+"'),
      labels: { service: 'checkout', version: '9f2c1e7' },
    });
  });

  test('but a form is read as one', () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
    const form = parse(capturedBytes('datadog/form.txt'), headers);
    expect(readAlerts(datadog, form)).toEqual(readAlerts(datadog, 'metric.firing.json'));
  });

  test.each(['', 'x', '{"title": "half', '<html>'])('%j is told, not lost', (text) => {
    const reading = datadog.read(parse(text), {}, NOW);
    expect(reading).toMatchObject({ kind: 'unmapped', reason: expect.stringContaining('no JSON') });
  });

  test('keeps every value, whatever the title and message hold', () => {
    const anything = fc.string({ unit: fc.constantFrom('"', '\\', '\n', ',', ':', '{', '}', ' ', 'a', "'", 'é') });
    fc.assert(
      fc.property(anything, anything, (title, message) => {
        const body = filledIn({ ...payload('metric.firing.json'), title: `5xx ${title}`, message });
        const [alert] = readAlerts(datadog, parse(body));
        expect(alert).toMatchObject({ key: 'datadog:17364982:9182736450192837465', labels: { service: 'checkout' } });
        expect(alert?.title.startsWith('5xx')).toBe(true);
      }),
    );
  });

  test('is read in no time, however long', () => {
    for (const part of ['"', '"title": "', ' ', '",', '" ,', '"}', '" }']) {
      expect(['object', 'string']).toContain(typeof parse(part.repeat(1_000_000 / part.length)));
    }
  });
});

test('the template that we ship is what the reference shows, and JSON', () => {
  expect(JSON.parse(templateText())).toEqual(PAYLOAD_TEMPLATE);
  expect(datadog.setup).toContain(templateText());
  expect(datadog.read(PAYLOAD_TEMPLATE, {}, NOW)).toMatchObject({ kind: 'unmapped' });
});

test('a test notification is ignored', () => {
  expect(datadog.read(payload('ignored/test.json'), {}, NOW)).toMatchObject({ kind: 'ignored' });
});
