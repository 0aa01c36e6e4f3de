import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Incident } from '../../src/investigation/incident/incident.ts';
import type { StoredAlert } from '../../src/storage/contract.ts';
import { type StorageForTests, storageForTests } from '../support/database/storage-for-tests.ts';

let open: StorageForTests;
beforeAll(async () => {
  open = await storageForTests();
});
afterAll(() => open.close());

const within = <T>(work: Parameters<typeof open.storage.transaction<T>>[0]) => open.storage.transaction(work);
const alert = (key: string, extra: Partial<StoredAlert> = {}): Omit<StoredAlert, 'deliveries'> => ({
  key,
  source: 'alertmanager',
  status: 'firing',
  startsAt: 1_000,
  title: 'Errors\u0000',
  labels: { service: 'shop' },
  receivedAt: 2_000,
  ...extra,
});
const incident = (id: string, extra: Partial<Incident> = {}): Incident => ({
  id,
  installationId: 1,
  repositoryId: 11,
  service: 'shop',
  environment: 'production',
  state: 'open',
  openedAt: 1_000,
  lastSignalAt: 1_000,
  ...extra,
});

describe('alerts', () => {
  test('counts its deliveries and keeps the first receipt', async () => {
    await within((tx) => tx.alerts.save(1, alert('counted')));
    const again = await within((tx) => tx.alerts.save(1, alert('counted', { receivedAt: 9_000, observed: 3 })));
    expect(again).toEqual({ ...alert('counted'), observed: 3, deliveries: 2 });
    expect(await within((tx) => tx.alerts.get(1, 'counted'))).toEqual(again);
  });

  test('counts every one of twenty copies at once', async () => {
    await Promise.all(Array.from({ length: 20 }, () => within((tx) => tx.alerts.save(1, alert('storm')))));
    expect((await within((tx) => tx.alerts.get(1, 'storm')))?.deliveries).toBe(20);
  });

  test('ends resolved in whatever order firing and resolved copies come', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('firing', 'resolved'), { minLength: 1, maxLength: 6 }),
        async (statuses) => {
          run += 1;
          const key = `order-${run}`;
          for (const status of statuses) {
            await within((tx) =>
              tx.alerts.save(1, alert(key, { status, ...(status === 'resolved' ? { endsAt: 5_000 } : {}) })),
            );
          }
          const { status, endsAt, deliveries } = (await within((tx) => tx.alerts.get(1, key))) as StoredAlert;
          const ended = statuses.includes('resolved');
          expect({ status, endsAt, deliveries }).toEqual({
            status: ended ? 'resolved' : 'firing',
            endsAt: ended ? 5_000 : undefined,
            deliveries: statuses.length,
          });
        },
      ),
      { numRuns: 30 },
    );
  });

  test('a mapping once found stays, and takes the reason away', async () => {
    await within((tx) => tx.alerts.save(2, alert('late', { unmappedReason: 'no service of that name' })));
    const before = await within((tx) => tx.alerts.unmapped(2, 10));
    await within((tx) => tx.alerts.save(2, alert('late', { incidentId: 'i', service: 'shop' })));
    await within((tx) => tx.alerts.save(2, alert('late')));
    const after = await within(async (tx) => ({
      unmapped: await tx.alerts.unmapped(2, 10),
      ofIncident: await tx.alerts.ofIncident(2, 'i'),
      between: await tx.alerts.between(2, 1_000, 1_001),
      outside: await tx.alerts.between(2, 1_001, 9_999),
    }));
    expect(before.map(({ unmappedReason }) => unmappedReason)).toEqual(['no service of that name']);
    const mapped = { ...alert('late'), incidentId: 'i', service: 'shop', deliveries: 3 };
    expect(after).toEqual({ unmapped: [], ofIncident: [mapped], between: [mapped], outside: [] });
  });
});

describe('incidents', () => {
  test('eight alerts of one service at once open one incident', async () => {
    const openOne = (n: number) =>
      within(async (tx) => {
        const [existing] = await tx.incidents.lockOpen(1, 'race', 'production');
        if (existing === undefined) await tx.incidents.save(incident(`race-${n}`, { service: 'race' }));
        return existing === undefined;
      });
    const opened = await Promise.all(Array.from({ length: 8 }, (_, n) => openOne(n)));
    expect(opened.filter(Boolean)).toHaveLength(1);
    expect(await within((tx) => tx.incidents.lockOpen(1, 'race', 'production'))).toHaveLength(1);
  });

  test('lockOpen gives the open ones only; ofService and list give the resolved too, newest first', async () => {
    const old = incident('old', { service: 'hist', state: 'resolved', openedAt: 1, lastSignalAt: 50, resolvedAt: 60 });
    const now = incident('now', { service: 'hist', openedAt: 2, lastSignalAt: 40 });
    const other = incident('other', { service: 'hist', environment: 'staging', openedAt: 3 });
    await within(async (tx) => {
      for (const each of [old, now, other]) await tx.incidents.save(each);
      await tx.incidents.save({ ...other, installationId: 9 });
    });
    const found = await within(async (tx) => ({
      locked: await tx.incidents.lockOpen(1, 'hist', 'production'),
      ofService: await tx.incidents.ofService(1, 'hist', 'production', 5),
      newest: await tx.incidents.ofService(1, 'hist', 'production', 1),
      resolved: await tx.incidents.list(1, { state: 'resolved', limit: 5 }),
      elsewhere: await tx.incidents.list(9, { limit: 5 }),
      get: await tx.incidents.get(1, 'now'),
    }));
    expect(found).toEqual({
      locked: [now],
      ofService: [old, now],
      newest: [old],
      resolved: [old],
      elsewhere: [{ ...other, installationId: 9 }],
      get: now,
    });
  });

  test('openedBetween gives the ones of a span, its beginning in and its end out, newest first', async () => {
    const [a, b, c, d] = [99, 100, 150, 200].map((openedAt) =>
      incident(`at-${openedAt}`, { installationId: 3, openedAt }),
    );
    await within(async (tx) => {
      for (const each of [a, b, c, d]) if (each !== undefined) await tx.incidents.save(each);
      await tx.incidents.save(incident('of-another', { installationId: 4, openedAt: 150 }));
    });
    expect(await within((tx) => tx.incidents.openedBetween(3, 100, 200))).toEqual([c, b]);
    expect(await within((tx) => tx.incidents.openedBetween(3, 200, 100))).toEqual([]);
  });

  test('saving again replaces', async () => {
    await within((tx) => tx.incidents.save(incident('muted', { mutedUntil: 5 })));
    await within((tx) => tx.incidents.save(incident('muted')));
    expect(await within((tx) => tx.incidents.get(1, 'muted'))).toEqual(incident('muted'));
  });
});

describe('investigations', () => {
  test('rounds of one incident follow each other, also when they are added at once', async () => {
    await within((tx) => tx.incidents.save(incident('looked-at')));
    const odd = { text: 'a\u0000b\ud800', list: [1, [2]], nothing: null };
    const add = (at: number) =>
      within((tx) => tx.investigations.add(1, { incidentId: 'looked-at', at, case: odd, verdict: { at } }));
    const added = await Promise.all([1, 2, 3, 4].map(add));
    const { list, latest } = await within(async (tx) => ({
      list: await tx.investigations.list(1, 'looked-at'),
      latest: await tx.investigations.latest(1, 'looked-at'),
    }));
    expect(added.map(({ round }) => round).sort((a, b) => a - b)).toEqual([0, 1, 2, 3]);
    expect(list.map(({ round }) => round)).toEqual([0, 1, 2, 3]);
    expect([latest, latest?.case]).toEqual([list[3], odd]);
    const verdicts = await within((tx) => tx.investigations.verdicts(1, 'looked-at'));
    const withoutCases = list.map((one) => {
      const { case: _, ...rest } = one;
      return rest;
    });
    expect(verdicts).toEqual(withoutCases);
    expect(await within((tx) => tx.investigations.verdicts(2, 'looked-at'))).toEqual([]);
  });
});

describe('installations, repositories and cursors', () => {
  test('are kept by number or name, and replaced when saved again', async () => {
    const installation = {
      installationId: 1,
      account: 'acme',
      suspended: false,
      removed: false,
      permissions: { issues: 'write' },
    };
    const repository = {
      installationId: 1,
      repositoryId: 2 ** 40,
      fullName: 'acme/shop',
      defaultBranch: 'main',
      visibility: 'private',
      removed: false,
    } as const;
    await within(async (tx) => {
      await tx.installations.save({ ...installation, suspended: true });
      await tx.installations.save(installation);
      await tx.repositories.save({ ...repository, fullName: 'acme/old' });
      await tx.repositories.save(repository);
      await tx.cursors.set(1, 'mark', 'a');
      await tx.cursors.set(1, 'mark', 'b');
    });
    const found = await within(async (tx) => [
      await tx.installations.get(1),
      await tx.installations.list(),
      await tx.repositories.get(1, 2 ** 40),
      await tx.repositories.list(1),
      await tx.repositories.list(2),
      await tx.cursors.get(1, 'mark'),
      await tx.cursors.get(2, 'mark'),
    ]);
    expect(found).toEqual([installation, [installation], repository, [repository], [], 'b', undefined]);
  });
});
