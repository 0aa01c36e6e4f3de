import { describe, expect, test } from '@jest/globals';
import { capturedBytes, readAlerts } from '../../../test/support/intake/captured-alert.ts';
import { sentry } from './sentry.ts';

const NOW = Date.UTC(2026, 10, 25, 12);
const body = (name: string) => JSON.parse(capturedBytes(`sentry/${name}`).toString('utf8'));

test('an issue alert gives frames, crash line first, the release and where it happened', () => {
  const [alert] = readAlerts(sentry, 'event-alert.firing.json');
  expect(alert).toMatchObject({
    key: 'sentry:issue:1170820242',
    keyOf: 'rule',
    startsAt: Date.UTC(2026, 10, 25, 11, 33, 21, 549),
    release: '9f2c1e7ab0d34c55e1f6a7b8c9d0e1f2a3b4c5d6',
    labels: { service: 'checkout', project: 'checkout-api', environment: 'production' },
  });
  expect(alert?.frames).toEqual([
    { path: 'src/cart/price.ts', line: 41, function: 'priceOf', inApp: true },
    { path: 'src/cart/routes.ts', line: 77, function: 'checkout', inApp: true },
    { path: 'node_modules/hono/dist/compose.js', line: 22, function: 'dispatch', inApp: false },
    { path: 'src/db/pool.ts', line: 18, function: 'connect', inApp: true },
  ]);
});

test('a metric alert tells its rule, and its end', () => {
  expect(readAlerts(sentry, 'metric-alert.firing.json')[0]).toMatchObject({
    status: 'firing',
    threshold: 100,
    comparison: 'above',
    periodSeconds: 300,
    labels: { service: 'checkout-api', environment: 'production' },
  });
  expect(readAlerts(sentry, 'metric-alert.resolved.json')[0]?.endsAt).toBe(Date.UTC(2026, 10, 25, 11, 25));
});

test('an error that came back began when it was seen last', () => {
  expect(readAlerts(sentry, 'regression.firing.json')[0]?.startsAt).toBe(Date.UTC(2026, 10, 25, 11, 39, 44));
});

test('1 MB of stack is read, and cut', () => {
  const event = body('event-alert.firing.json');
  const frame = { filename: 'a.ts', function: 'f'.repeat(2_000), lineno: 1, in_app: true };
  event.data.event.exception.values = [{ stacktrace: { frames: Array(500).fill(frame) } }];
  expect(readAlerts(sentry, event)[0]?.frames).toHaveLength(100);
});

describe('the header that names the resource', () => {
  const kindOf = (name: string, resource: string) =>
    sentry.read(body(name), { 'sentry-hook-resource': resource }, NOW).kind;
  test('fits the body or is not believed', () => {
    expect(kindOf('event-alert.firing.json', 'event_alert')).toBe('alerts');
    expect(kindOf('event-alert.firing.json', 'metric_alert')).toBe('unmapped');
    expect(kindOf('metric-alert.firing.json', 'issue')).toBe('unmapped');
    expect(kindOf('event-alert.firing.json', 'installation')).toBe('ignored');
  });
});

describe('what is stored', () => {
  const kept = (name: string) => Buffer.from(sentry.keep?.(capturedBytes(`sentry/${name}`)) ?? []).toString('utf8');

  test.each(['jane@example.com', '203.0.113.7', '4711', 's3cr3t', '4111111111111111', 'button#pay', 'Jane'])(
    'holds nothing of %s',
    (personal) => {
      for (const name of ['event-alert.firing.json', 'issue.firing.json']) expect(kept(name)).not.toContain(personal);
      const sent = ['event-alert', 'issue'].map((name) => capturedBytes(`sentry/${name}.firing.json`).toString('utf8'));
      expect(sent.join('')).toContain(personal);
    },
  );

  test('is read as before', () => {
    for (const name of ['event-alert.firing.json', 'metric-alert.firing.json', 'issue.firing.json']) {
      expect(readAlerts(sentry, JSON.parse(kept(name)))).toEqual(readAlerts(sentry, name));
    }
  });

  test('of a body that is no JSON is all of it', () => {
    expect(sentry.keep?.(Buffer.from('{"user":'))).toEqual(Buffer.from('{"user":'));
    expect(sentry.keep?.(Buffer.from(`${'['.repeat(20_000)}${']'.repeat(20_000)}`)).byteLength).toBeLessThan(200);
  });
});
