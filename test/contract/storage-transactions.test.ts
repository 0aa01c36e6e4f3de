import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { systemClock } from '../../src/platform/clock.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import { databaseUrl, onServer } from '../support/database/prepare-template.ts';
import { type StorageForTests, storageForTests } from '../support/database/storage-for-tests.ts';
import { waitingJobs } from '../support/database/waiting-jobs.ts';

let open: StorageForTests;
beforeAll(async () => {
  open = await storageForTests({ poolSize: 4 });
});
afterAll(() => open.close());

const within = <T>(work: Parameters<typeof open.storage.transaction<T>>[0]) => open.storage.transaction(work);
const cursor = (name: string) => within((tx) => tx.cursors.get(1, name));
const unavailable = expect.objectContaining({ name: 'OperationalError', code: 'storage-unavailable', retryable: true });
const key = (service: string) => ({ repositoryId: 1, service, environment: 'production' });

describe('a transaction', () => {
  test('commits facts and jobs together', async () => {
    await within(async (tx) => {
      await tx.cursors.set(1, 'committed', 'x');
      await tx.jobs.enqueue('publish', { installationId: 1, effectId: 'committed' });
    });
    const jobs = await waitingJobs(open.databaseUrl, 'publish');
    expect([await cursor('committed'), jobs.map(({ payload }) => payload)]).toEqual([
      'x',
      [{ installationId: 1, effectId: 'committed' }],
    ]);
  });

  test('leaves neither facts nor jobs when the work throws, and passes on what it threw', async () => {
    const thrown = new Error('a bug');
    const work = within(async (tx) => {
      await tx.cursors.set(1, 'thrown', 'x');
      await tx.jobs.enqueue('resolve-range', { installationId: 1, deployId: 'thrown' });
      throw thrown;
    });
    await expect(work).rejects.toBe(thrown);
    expect([await cursor('thrown'), await waitingJobs(open.databaseUrl, 'resolve-range')]).toEqual([undefined, []]);
  });

  test('is not taken for committed where the work swallowed the failure of a statement', async () => {
    const work = within(async (tx) => {
      await tx.cursors.set(1, 'swallowed', 'x');
      await tx.incidents.get(Number.NaN, 'no bigint').catch(() => undefined);
    });
    await expect(work).rejects.toMatchObject({ code: '22P02' });
    expect(await cursor('swallowed')).toBeUndefined();
  });

  test('runs again after a deadlock, so that both sides of it end', async () => {
    let runs = 0;
    const both = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const crossing = (mine: number, first: string, second: string) =>
      within(async (tx) => {
        runs += 1;
        await tx.ledger.lockEvents(1, key(first));
        both[mine]?.resolve();
        await Promise.all(both.map(({ promise }) => promise));
        await tx.ledger.lockEvents(1, key(second));
      });
    await Promise.all([crossing(0, 'a', 'b'), crossing(1, 'b', 'a')]);
    expect(runs).toBe(3);
  });

  test('gives up a statement after the time that it was given', async () => {
    const held = Promise.withResolvers<void>();
    const letGo = Promise.withResolvers<void>();
    const holder = within(async (tx) => {
      await tx.ledger.lockEvents(1, key('held'));
      held.resolve();
      await letGo.promise;
    });
    await held.promise;
    const waiting = open.storage.transaction((tx) => tx.ledger.lockEvents(1, key('held')), { statementTimeoutMs: 50 });
    await expect(waiting).rejects.toEqual(unavailable);
    letGo.resolve();
    await holder;
    // The limit went with its transaction.
    await expect(open.storage.ping()).resolves.toBeUndefined();
  });

  test('says that the storage is unavailable when no connection becomes free in time', async () => {
    const letGo = Promise.withResolvers<void>();
    const started = Array.from({ length: 4 }, () => Promise.withResolvers<void>());
    const holders = started.map((each) =>
      within(async () => {
        each.resolve();
        await letGo.promise;
      }),
    );
    await Promise.all(started.map(({ promise }) => promise));
    await expect(open.storage.ping()).rejects.toEqual(unavailable);
    letGo.resolve();
    await Promise.all(holders);
  });

  test('survives that its connection is cut, between two statements too, and the next one works', async () => {
    const work = within(async (tx) => {
      await tx.cursors.set(1, 'cut', 'x');
      await cutOthers(open.databaseUrl);
      await tx.cursors.set(1, 'cut', 'y');
    });
    await expect(work).rejects.toEqual(unavailable);
    expect(await cursor('cut')).toBeUndefined();
  });

  test('refuses a number that JavaScript cannot hold instead of rounding it', async () => {
    await onServer(
      open.databaseUrl,
      "insert into whatchanged.repositories values (1, 9007199254740993, 'a/b', 'main', 'public', false)",
    );
    await expect(within((tx) => tx.repositories.list(1))).rejects.toThrow('9007199254740993');
    await onServer(open.databaseUrl, 'delete from whatchanged.repositories');
  });
});

describe('opening', () => {
  const options = { dataFolder: '', clock: systemClock };

  test('tells that nothing listens there', async () => {
    const server = createServer();
    const port = await new Promise<number>((resolve) =>
      server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port)),
    );
    await new Promise((resolve) => server.close(resolve));
    await expect(openStorage({ ...options, databaseUrl: `postgres://u:p@127.0.0.1:${port}/x` })).rejects.toEqual(
      unavailable,
    );
  });

  test('tells that there is no such database', async () => {
    await expect(openStorage({ ...options, databaseUrl: databaseUrl(open.databaseUrl, 'no_such') })).rejects.toEqual(
      unavailable,
    );
  });

  test('closing twice is closing once', async () => {
    const opened = await openStorage({ ...options, databaseUrl: open.databaseUrl });
    await Promise.all([opened.close(), opened.storage.close()]);
    await expect(opened.storage.ping()).rejects.toThrow();
  });
});

async function cutOthers(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
  await client.end();
}
