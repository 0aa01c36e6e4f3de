import { describe, expect, test } from '@jest/globals';
import type { AlertReading, AlertSource, ReadAlert } from '../../intake/alerts/contract.ts';
import type { Incident } from '../../investigation/incident/incident.ts';
import type { AlertBehind, OpenConnection } from '../../readers/telemetry/contract.ts';
import type { Storage, StoredAlert, Transaction } from '../../storage/contract.ts';
import type { Delivery } from '../../storage/inbox-contract.ts';
import { type ReceiveAlert, receiveAlert } from './receive-alert.ts';

const NOW = Date.parse('2026-11-25T12:00:00Z');
const MINUTE = 60_000;
const ALERT: ReadAlert = {
  key: 'k',
  source: 'test',
  status: 'firing',
  startsAt: NOW - MINUTE,
  title: 'errors',
  labels: { service: 'shop' },
};
const STRANGE = { ...ALERT, key: 'strange', labels: { service: 'unheard-of' } };

/** One repository `o/shop`, whose service an alert can name, and what is written of alerts, incidents and jobs. */
function world() {
  const alerts = new Map<string, StoredAlert>();
  const incidents = new Map<string, Incident>();
  const jobs: { readonly trigger: string; readonly startAt: number | undefined }[] = [];
  const tx = {
    repositories: {
      list: async () => [{ repositoryId: 7, installationId: 1, fullName: 'o/shop', removed: false }],
    },
    cursors: { get: async () => undefined },
    ledger: { keys: async () => [] },
    incidents: {
      lockOpen: async () => undefined,
      ofService: async (_: number, service: string) => [...incidents.values()].filter((one) => one.service === service),
      save: async (incident: Incident) => void incidents.set(incident.id, incident),
    },
    alerts: {
      get: async (_: number, key: string) => alerts.get(key),
      ofIncident: async (_: number, id: string) => [...alerts.values()].filter(({ incidentId }) => incidentId === id),
      save: async (_: number, alert: StoredAlert) => void alerts.set(alert.key, alert),
    },
    jobs: {
      enqueue: async (_: string, { trigger }: { trigger: string }, options?: { startAt?: number }) =>
        void jobs.push({ trigger, startAt: options?.startAt }),
    },
  } as unknown as Transaction;
  const storage: Storage = {
    transaction: (work) => work(tx),
    ping: async () => undefined,
    close: async () => undefined,
  };
  return { storage, alerts, incidents, jobs };
}

type World = ReturnType<typeof world>;
function receive(
  { storage }: Pick<World, 'storage'>,
  reading: AlertReading,
  more: Partial<ReceiveAlert> & {
    readonly from?: string;
    readonly now?: number;
    readonly body?: string;
    readonly parse?: AlertSource['parse'];
  } = {},
) {
  const { from = 'test', now = NOW, body = '{}', parse, ...rest } = more;
  const source = { id: 'test', read: () => reading, ...(parse && { parse }) } as unknown as AlertSource;
  const sources = [source, { ...source, id: 'pagerduty' }];
  const delivery = {
    id: '1',
    installationId: 1,
    endpoint: 'default',
    source: from,
    receivedAt: now,
    headers: {},
    body: new TextEncoder().encode(body),
  } as unknown as Delivery;
  return receiveAlert({ storage, sources, clock: { now: () => now }, ...rest }, delivery);
}
const alerts = (...all: ReadAlert[]): AlertReading => ({ kind: 'alerts', alerts: all, truncated: 0 });

describe('deliveries without an alert', () => {
  test.each([
    ['unmapped', { state: 'unmapped', reason: 'why' }],
    ['ignored', { state: 'ignored', reason: 'why' }],
  ] as const)('%s with the source’s own reason', async (kind, outcome) => {
    expect(await receive(world(), { kind, reason: 'why' })).toEqual(outcome);
  });

  test('an empty list is ignored; a source that is gone makes it dead', async () => {
    expect(await receive(world(), alerts())).toEqual({ state: 'ignored', reason: 'the delivery carries no alert' });
    expect(await receive(world(), alerts(), { from: 'gone' })).toMatchObject({ state: 'dead' });
  });

  test('a confirmation is one GET, and none where this process confirms nobody', async () => {
    const reading = { kind: 'confirm', address: new URL('https://sns.example/confirm') } as const;
    const asked: string[] = [];
    const confirm = async ({ href }: URL) => void asked.push(href);
    expect(await receive(world(), reading, { confirm })).toEqual({ state: 'done' });
    expect(asked).toEqual(['https://sns.example/confirm']);
    expect(await receive(world(), reading)).toMatchObject({ state: 'ignored' });
  });

  test('a source that reads its bytes itself need not send JSON; of any other they are no delivery', async () => {
    const body = 'no JSON';
    expect(await receive(world(), alerts(), { body, parse: () => ({}) })).toMatchObject({ state: 'ignored' });
    await expect(receive(world(), alerts(), { body })).rejects.toMatchObject({ code: 'delivery-invalid' });
  });
});

describe('an alert of a known service', () => {
  test('opens an incident, which is looked at now and five times later', async () => {
    const all = world();
    expect(await receive(all, alerts(ALERT))).toEqual({ state: 'done' });
    expect([...all.incidents.values()]).toMatchObject([{ service: 'shop', state: 'open', repositoryId: 7 }]);
    expect(all.alerts.get('k')?.incidentId).toBe([...all.incidents.keys()][0]);
    expect(all.jobs.map(({ trigger }) => trigger)).toEqual(['opened', ...Array(5).fill('re-run')]);
    expect(all.jobs.slice(1).map(({ startAt = 0 }) => (startAt - NOW) / MINUTE)).toEqual([3, 10, 20, 60, 1440]);
  });

  test('that is repeated changes nothing, and another one is looked at once', async () => {
    const all = world();
    await receive(all, alerts(ALERT));
    await receive(all, alerts(ALERT), { now: NOW + MINUTE });
    expect(all.jobs).toHaveLength(6);
    await receive(all, alerts({ ...ALERT, key: 'second' }), { now: NOW + MINUTE });
    expect(all.incidents.size).toBe(1);
    expect(all.jobs.slice(6)).toEqual([{ trigger: 're-run', startAt: undefined }]);
  });

  test('resolves its incident, and opens the same one again soon after', async () => {
    const all = world();
    await receive(all, alerts(ALERT));
    await receive(all, alerts({ ...ALERT, status: 'resolved', endsAt: NOW + MINUTE }), { now: NOW + MINUTE });
    expect([...all.incidents.values()]).toMatchObject([{ state: 'resolved' }]);
    expect(all.jobs.at(-1)?.trigger).toBe('resolved');
    await receive(all, alerts({ ...ALERT, key: 'again', startsAt: NOW + 2 * MINUTE }), { now: NOW + 3 * MINUTE });
    expect([...all.incidents.values()]).toMatchObject([{ state: 'open' }]);
    expect(all.jobs.slice(7).map(({ trigger }) => trigger)).toEqual(Array(6).fill('re-run'));
  });

  test('in an incident that people muted is kept and not looked at', async () => {
    const all = world();
    await receive(all, alerts(ALERT));
    for (const [id, incident] of all.incidents) all.incidents.set(id, { ...incident, mutedUntil: NOW + 60 * MINUTE });
    await receive(all, alerts({ ...ALERT, key: 'second' }), { now: NOW + MINUTE });
    expect(all.alerts.get('second')?.incidentId).toBeDefined();
    expect(all.jobs).toHaveLength(6);
  });

  test('whose end alone was heard is kept without an incident', async () => {
    const all = world();
    expect(await receive(all, alerts({ ...ALERT, status: 'resolved', endsAt: NOW }))).toEqual({ state: 'done' });
    expect(all.alerts.get('k')).not.toHaveProperty('incidentId');
    expect([all.incidents.size, all.jobs.length]).toEqual([0, 0]);
  });

  test('after a day of silence begins a new incident and closes the old one', async () => {
    const all = world();
    await receive(all, alerts(ALERT));
    await receive(all, alerts({ ...ALERT, key: 'later' }), { now: NOW + 25 * 60 * MINUTE });
    expect([...all.incidents.values()].map(({ state }) => state)).toEqual(['resolved', 'open']);
  });
});

test('alerts that a delivery came without are told once it is kept, and only then', async () => {
  const told: unknown[] = [];
  const onLeftOut = ({ source }: Delivery, count: number) => void told.push([source, count]);
  const cut: AlertReading = { kind: 'alerts', alerts: [ALERT], truncated: 3 };
  await receive(world(), alerts(ALERT), { onLeftOut });
  const away = { ...world().storage, transaction: () => Promise.reject(new Error('gone')) };
  await expect(receive({ storage: away }, cut, { onLeftOut })).rejects.toThrow('gone');
  expect(told).toEqual([]);
  await receive(world(), cut, { onLeftOut });
  expect(told).toEqual([['test', 3]]);
});

describe('an alert of no known service', () => {
  test('is kept with the reason and what would map it; the same reason is told once', async () => {
    const all = world();
    const outcome = await receive(all, alerts(STRANGE, { ...STRANGE, key: 'another' }));
    const reason = "No deployed service and no repository has the name that the alert's labels give.";
    expect(outcome).toEqual({ state: 'unmapped', reason });
    expect(all.alerts.get('strange')?.unmappedReason).toContain(`${reason} To map it:\n`);
  });

  test('does not make a delivery unmapped that holds another one', async () => {
    const all = world();
    expect(await receive(all, alerts(STRANGE, ALERT))).toEqual({ state: 'done' });
    expect([...all.alerts.keys()].sort()).toEqual(['k', 'strange']);
  });
});

describe('an alert that only points at another one', () => {
  const pointing = { ...STRANGE, source: 'pagerduty' };
  const connection = (behind: AlertBehind): OpenConnection => ({
    id: 'pd',
    reader: 'pagerduty',
    opens: 'pagerduty',
    read: () => Promise.reject(new Error('not asked')),
    readAlert: async () => behind,
  });

  test('belongs to the service that the one behind it names', async () => {
    const all = world();
    const connections = [connection({ labels: { service: 'shop' }, partial: [] })];
    expect(await receive(all, alerts(pointing), { from: 'pagerduty', connections })).toEqual({ state: 'done' });
    expect(all.incidents.size).toBe(1);
  });

  test('that names its service is not opened; one that cannot be is kept with why', async () => {
    const named = await receive(world(), alerts({ ...pointing, labels: ALERT.labels }), { from: 'pagerduty' });
    expect(named).toEqual({ state: 'done' });
    const unread = await receive(world(), alerts(pointing), { from: 'pagerduty' });
    expect(unread).toMatchObject({ state: 'unmapped', reason: expect.stringContaining('was not read: ') });
  });
});
