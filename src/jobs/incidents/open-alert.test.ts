import { expect, test } from '@jest/globals';
import { plainText } from '../../investigation/sentence.ts';
import { OperationalError } from '../../platform/errors.ts';
import type { AlertBehind, OpenConnection } from '../../readers/telemetry/contract.ts';
import type { StoredAlert } from '../../storage/contract.ts';
import { openAlert } from './open-alert.ts';

const ALERT: StoredAlert = {
  key: 'pagerduty:Q0',
  source: 'pagerduty',
  status: 'firing',
  startsAt: 1,
  receivedAt: 2,
  deliveries: 1,
  title: 'checkout: 5xx',
  labels: { service: 'checkout', pagerduty_incident_id: 'Q0' },
};

function connection(readAlert: () => Promise<AlertBehind | undefined>): OpenConnection {
  return {
    id: 'pd',
    reader: 'pagerduty',
    opens: 'pagerduty',
    read: () => Promise.reject(new Error('not asked')),
    readAlert,
  };
}
const gapsOf = async (connections: readonly OpenConnection[]) =>
  (await openAlert(connections, ALERT)).gaps.map(({ what, why }) => `${plainText(what)}: ${plainText(why)}`);

test('what is asked of telemetry is planned as if the system behind had sent the alert', async () => {
  const behind = { source: 'alertmanager', labels: { alertname: 'High', service: 'checkout-api' }, query: 'up > 1' };
  const { known, asked, gaps } = await openAlert([connection(async () => ({ ...behind, partial: [] }))], ALERT);
  const labels = { service: 'checkout-api', pagerduty_incident_id: 'Q0', alertname: 'High' };
  expect(known).toEqual({ ...ALERT, labels, query: 'up > 1' });
  expect(asked).toEqual({ ...known, source: 'alertmanager' });
  expect(gaps).toEqual([]);
});

test('what the system behind said is cut and made storable', async () => {
  const labels = {
    a: `\u0000${'x'.repeat(5_000)}`,
    ...Object.fromEntries(Array.from({ length: 500 }, (_, n) => [n, ''])),
  };
  const { known } = await openAlert([connection(async () => ({ labels, partial: [] }))], ALERT);
  expect(Object.keys(known.labels).length).toBeLessThanOrEqual(102);
  for (const value of Object.values(known.labels))
    expect([value.includes('\u0000'), value.length > 1_000]).toEqual([false, false]);
});

test('without a read token, that is told', async () => {
  expect(await gapsOf([])).toEqual([
    'The alert behind the incident of PagerDuty: the webhook does not hold it, and no reader pagerduty with a read token is connected',
  ]);
});

test('a reading that fails, finds none or leaves something out is told, and the alert stays as it was', async () => {
  const failing = connection(() => Promise.reject(new OperationalError('upstream-failed', 'PagerDuty refused')));
  expect(await gapsOf([failing])).toEqual(['The alert behind the incident of PagerDuty: PagerDuty refused']);
  expect((await openAlert([failing], ALERT)).asked).toEqual(ALERT);
  expect(await gapsOf([connection(async () => undefined)])).toEqual([
    'The alert behind the incident of PagerDuty: the incident is gone or holds no alert',
  ]);
  expect(await gapsOf([connection(async () => ({ labels: {}, partial: ['two alerts'] }))])).toEqual([
    'The alert behind the incident of PagerDuty: two alerts',
  ]);
  await expect(openAlert([connection(() => Promise.reject(new TypeError('a bug')))], ALERT)).rejects.toThrow('a bug');
});

test('an alert of any other source is not opened', async () => {
  const other = { ...ALERT, source: 'alertmanager' };
  const opened = await openAlert([connection(() => Promise.reject(new Error('not asked')))], other);
  expect(opened).toEqual({ known: other, asked: other, gaps: [] });
});
