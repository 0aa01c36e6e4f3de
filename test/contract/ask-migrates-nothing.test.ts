import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { openAsk } from '../../src/cli/ask/open-ask.ts';
import { openStore } from '../../src/cli/doctor/open-store.ts';
import { readInstanceConfiguration } from '../../src/config/instance-configuration.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { MIGRATIONS } from '../../src/storage/migrations.ts';
import { type FreshDatabase, freshDatabase } from '../support/database/database.ts';
import { onServer } from '../support/database/prepare-template.ts';

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const environment = () => ({
  APP_ID: '1',
  WEBHOOK_SECRET: '0123456789abcdef0123456789abcdef',
  WHATCHANGED_ROLE: 'intake',
  DATABASE_URL: database.url,
});

async function values(query: string): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query({ text: query, rowMode: 'array' });
  await client.end();
  return rows.flat();
}

test('a database of this version is asked', async () => {
  const ask = await openAsk(environment());
  expect(ask.installations).toEqual([]);
  await ask.close();
});

test('a database that lacks a migration is refused by whoever asks and by the doctor, and left as it was', async () => {
  const applied = 'select name from whatchanged.kysely_migration order by name';
  const last = Object.keys(MIGRATIONS).at(-1) ?? '';
  const [kept] = await values(`select timestamp from whatchanged.kysely_migration where name = '${last}'`);
  await onServer(database.url, `delete from whatchanged.kysely_migration where name = '${last}'`);
  await expect(openAsk(environment())).rejects.toMatchObject({
    code: 'storage-version',
    message: expect.stringMatching(new RegExp(`lacks ${last}\\..*run \`whatchanged migrate\``)),
  });
  const { opened, finding } = await openStore(readInstanceConfiguration(environment()), systemClock);
  expect([opened, finding]).toMatchObject([undefined, { state: 'problem', says: expect.stringContaining(last) }]);
  expect(await values(applied)).toEqual(Object.keys(MIGRATIONS).slice(0, -1));
  await onServer(database.url, `insert into whatchanged.kysely_migration values ('${last}', '${String(kept)}')`);
});

test.each([
  ['older', -1],
  ['newer', 1],
])('job queues that are %s are refused, and left as they were', async (_, by) => {
  const [version] = await values('select version from whatchanged_jobs.version');
  await onServer(database.url, `update whatchanged_jobs.version set version = version + ${by}`);
  await expect(openAsk(environment())).rejects.toMatchObject({
    code: 'storage-version',
    message: expect.stringContaining('job queues'),
  });
  expect(await values('select version from whatchanged_jobs.version')).toEqual([Number(version) + by]);
  await onServer(database.url, `update whatchanged_jobs.version set version = ${String(version)}`);
});

test('an empty database is refused and stays empty', async () => {
  await onServer(database.url, 'drop schema whatchanged cascade');
  await onServer(database.url, 'drop schema whatchanged_jobs cascade');
  await expect(openAsk(environment())).rejects.toMatchObject({ code: 'storage-version' });
  expect(await values("select nspname from pg_namespace where nspname like 'whatchanged%'")).toEqual([]);
});
