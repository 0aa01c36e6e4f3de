import { expect, test } from '@jest/globals';
import { capturedBytes, readAlerts } from '../../../test/support/intake/captured-alert.ts';
import { eventbridge } from './eventbridge.ts';

const NOW = Date.UTC(2026, 10, 25, 12);
const at = (hour: number, minute: number) => Date.UTC(2026, 10, 25, hour, minute) / 1_000;
const event = (name: string) => JSON.parse(capturedBytes(`eventbridge/${name}`).toString('utf8'));

test('the reason data give the points that were judged and how long they held, and the tags map the alarm', () => {
  expect(readAlerts(eventbridge, 'metric.firing.json')[0]).toMatchObject({
    key: 'eventbridge:arn:aws:cloudwatch:us-east-1:123456789012:alarm:CheckoutCpuTooHigh',
    startsAt: Date.UTC(2026, 10, 25, 11, 40, 40, 989),
    labels: { service: 'checkout', env: 'production', team: 'payments', namespace: 'AWS/ECS', region: 'us-east-1' },
    threshold: 70,
    comparison: 'above',
    observed: 97.9,
    periodSeconds: 60,
    periods: 4,
    points: [
      [at(11, 36), 71.2],
      [at(11, 37), 93.5],
      [at(11, 38), 97.9],
    ],
  });
});

test('the end knows when its alarm began', () => {
  expect(readAlerts(eventbridge, 'metric.resolved.json')[0]).toMatchObject({
    status: 'resolved',
    startsAt: Date.UTC(2026, 10, 25, 11, 40, 40, 989),
    endsAt: Date.UTC(2026, 10, 25, 11, 58, 40, 989),
  });
});

test('points with times of their own are put in order', () => {
  expect(readAlerts(eventbridge, 'metric-math.firing.json')[0]).toMatchObject({
    observed: 14.5,
    points: [
      [at(11, 42), 12],
      [at(11, 43), 14.5],
    ],
    labels: { service: 'search' },
  });
});

test('a metric whose id is a UUID gets one that GetMetricData takes', () => {
  const query = JSON.parse(readAlerts(eventbridge, 'metric.firing.json')[0]?.query ?? '');
  expect(query).toMatchObject([{ Id: 'metric1', MetricStat: { Metric: { MetricName: 'CPUUtilization' } } }]);
});

test('a band has no threshold; a composite alarm names what set it off', () => {
  expect(readAlerts(eventbridge, 'anomaly-band.firing.json')[0]).not.toHaveProperty('threshold');
  expect(readAlerts(eventbridge, 'anomaly-band.firing.json')[0]).not.toHaveProperty('comparison');
  expect(readAlerts(eventbridge, 'composite.firing.json')[0]?.labels.triggering_alarms).toBe('CheckoutCpuTooHigh');
});

test.each(['{', '[]', '"x"', '{"period":-1,"recentDatapoints":"many"}', '{"startDate":"then","recentDatapoints":[1]}'])(
  'reason data %j count as none',
  (reasonData) => {
    const body = event('metric.firing.json');
    body.detail.state.reasonData = reasonData;
    const [alert] = readAlerts(eventbridge, body);
    expect(alert?.title).toBe('CheckoutCpuTooHigh');
    expect(alert).not.toHaveProperty('points');
  },
);

test('a suppressed composite alarm opens nothing', () => {
  const reading = eventbridge.read(event('ignored/suppressed-composite.json'), {}, NOW);
  expect(reading).toMatchObject({ kind: 'ignored', reason: expect.stringContaining('suppressed') });
});

test('the same event is the same delivery', () => {
  const key = (id: string) =>
    eventbridge.dedupeKey(
      { headers: {}, body: Buffer.from(JSON.stringify({ ...event('metric.firing.json'), id })), now: NOW },
      NOW,
    );
  expect(key('a')).toBe(key('a'));
  expect(key('a')).not.toBe(key('b'));
});
