import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { HOUR_MS } from '../../src/investigation/time.ts';
import { remapAlerts } from '../../src/jobs/alerts/remap-alerts.ts';
import type { JobName } from '../../src/jobs/contract.ts';
import { recomputeLedger } from '../../src/jobs/deploys/recompute-ledger.ts';
import { refreshConfiguration } from '../../src/jobs/repositories/refresh-configuration.ts';
import type { OpenRepository } from '../../src/readers/repository/contract.ts';
import type { DeliveryState } from '../../src/storage/inbox-contract.ts';
import { onServer } from '../support/database/prepare-template.ts';
import { type StorageForTests, storageForTests } from '../support/database/storage-for-tests.ts';
import { waitingJobs } from '../support/database/waiting-jobs.ts';

/** Alerts that came before anybody knew their service. */
let store: StorageForTests;
let installation = 700;
const NOW = 1_800_000_000_000;
beforeAll(async () => {
  store = await storageForTests();
});
afterAll(() => store.close());
beforeEach(async () => {
  await onServer(store.databaseUrl, 'delete from whatchanged_jobs.job');
  installation += 1;
  store.clock.set(NOW);
});

const within = <T>(work: Parameters<typeof store.storage.transaction<T>>[0]) => store.storage.transaction(work);
const payloads = async (name: JobName) => (await waitingJobs(store.databaseUrl, name)).map(({ payload }) => payload);

async function delivered(state: DeliveryState, kind: 'alert' | 'deploy' = 'alert'): Promise<string> {
  return within(async (tx) => {
    const { id } = await tx.inbox.add({
      installationId: installation,
      endpoint: 'prometheus',
      source: 'alertmanager',
      kind,
      dedupeKey: `${installation}-${Math.random()}`,
      via: 'push',
      headers: {},
      body: new Uint8Array(),
    });
    if (state !== 'pending') await tx.inbox.finish(installation, id, { state, reason: 'it was so' });
    return id;
  });
}

describe('what is read again', () => {
  test('the unmapped alerts of the last two hours, and once more soon after', async () => {
    store.clock.set(NOW - 2 * HOUR_MS - 1);
    await delivered('unmapped');
    store.clock.set(NOW - 2 * HOUR_MS);
    const first = await delivered('unmapped');
    store.clock.set(NOW);
    const second = await delivered('unmapped');
    for (const state of ['pending', 'done', 'ignored', 'dead'] as const) await delivered(state);
    await delivered('unmapped', 'deploy');
    expect(await remapAlerts(store, { installationId: installation })).toBe(2);
    const states = await within((tx) => tx.inbox.brief({ installationId: installation, state: 'pending', limit: 9 }));
    expect(states.map(({ id }) => id)).toEqual(expect.arrayContaining([first, second]));
    expect(new Set(await payloads('process-delivery'))).toEqual(
      new Set([first, second].map((deliveryId) => ({ installationId: installation, deliveryId }))),
    );
    expect(await payloads('remap-alerts')).toEqual([{ installationId: installation, again: true }]);
  });

  test('the second look asks for no third, and those of others are left alone', async () => {
    await delivered('unmapped');
    installation += 1;
    expect(await remapAlerts(store, { installationId: installation, again: true })).toBe(0);
    expect(await payloads('remap-alerts')).toEqual([]);
  });
});

describe('when it is asked for', () => {
  const key = { repositoryId: 5, service: 'shop', environment: 'production' };
  const said = (eventId: string) =>
    within(async (tx) => {
      const event = { attempt: 'a', source: 'github', state: 'success' as const, sha: 'a'.repeat(40), at: NOW };
      await tx.ledger.addEvent(installation, { ...key, ...event, eventId });
      await recomputeLedger(tx, installation, key);
    });

  test('at the first word of a service, and not at the next', async () => {
    await said('1');
    expect(await payloads('remap-alerts')).toEqual([{ installationId: installation }]);
    await onServer(store.databaseUrl, 'delete from whatchanged_jobs.job');
    await said('2');
    expect(await payloads('remap-alerts')).toEqual([]);
  });

  test('when a repository’s configuration became another one', async () => {
    const reading = (text: string) =>
      refreshConfiguration(
        {
          storage: store.storage,
          openRepository: (async () => ({
            file: async (path: string) => (path.endsWith('whatchanged.yml') ? text : undefined),
            paths: async () => [],
          })) as unknown as OpenRepository,
        },
        { installationId: installation, repositoryId: 5 },
      );
    await reading('level: report\n');
    expect(await payloads('remap-alerts')).toEqual([{ installationId: installation }]);
    await onServer(store.databaseUrl, 'delete from whatchanged_jobs.job');
    await reading('level: report\n');
    expect(await payloads('remap-alerts')).toEqual([]);
    await reading('level: observe\n');
    expect(await payloads('remap-alerts')).toEqual([{ installationId: installation }]);
  });
});
