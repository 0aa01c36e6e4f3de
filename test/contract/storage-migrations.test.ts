import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { migrate } from '../../src/storage/migrate.ts';
import { MIGRATIONS } from '../../src/storage/migrations.ts';
import { openPool } from '../../src/storage/open-pool.ts';
import { type FreshDatabase, freshDatabase } from '../support/database/database.ts';
import { onServer } from '../support/database/prepare-template.ts';

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const names = Object.keys(MIGRATIONS);
const query = async <T extends pg.QueryResultRow>(text: string): Promise<readonly T[]> => {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  return client.query<T>(text).then(
    ({ rows }) => client.end().then(() => rows),
    (error) => client.end().then(() => Promise.reject(error)),
  );
};

test('an empty database gets every migration once, also when two processes start at once', async () => {
  await onServer(database.url, 'drop schema whatchanged cascade');
  await onServer(database.url, 'drop schema whatchanged_jobs cascade');
  const results = await Promise.all([migrate(database.url), migrate(database.url), migrate(database.url)]);
  expect(results.flatMap(({ applied }) => applied)).toEqual(names);
  expect(results.map(({ to }) => to)).toEqual([names.length, names.length, names.length]);
  expect(await migrate(database.url)).toEqual({ from: names.length, to: names.length, applied: [] });
});

test('the numbers of the migrations have no gap, and their order is that of their names', () => {
  expect(names.map((name) => Number.parseInt(name, 10))).toEqual(names.map((_, index) => index + 1));
  expect([...names].sort()).toEqual(names);
});

test('a database of a newer program is refused with the way out, and left alone', async () => {
  await query("insert into whatchanged.kysely_migration values ('9999-from-the-future', '2099-01-01')");
  await expect(migrate(database.url)).rejects.toMatchObject({
    code: 'storage-version',
    retryable: false,
    message: expect.stringMatching(/9999-from-the-future.*Install that newer version again/),
  });
  await query("delete from whatchanged.kysely_migration where name like '9999%'");
});

test('every primary key and unique constraint begins with the installation, so that a sharded server can hold them', async () => {
  const keys = await query<{ table: string; first: string }>(`
    select c.relname as table, a.attname as first
      from pg_index i
      join pg_class c on c.oid = i.indrelid
      join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
     where n.nspname = 'whatchanged' and i.indisunique and c.relname not like 'kysely%'`);
  expect(keys.length).toBeGreaterThanOrEqual(15);
  expect(keys.filter(({ first }) => first !== 'installation_id')).toEqual([]);
});

test('a commit is on disk before it is acknowledged, whatever the database was told', async () => {
  const name = new URL(database.url).pathname.slice(1);
  await query(`alter database ${name} set synchronous_commit = off`);
  const pool = openPool({
    databaseUrl: database.url,
    size: 1,
    statementTimeoutMs: 1_000,
    name: 't',
    onIdleError: () => undefined,
  });
  const { rows } = await pool.query('show synchronous_commit');
  await pool.end();
  await query(`alter database ${name} reset synchronous_commit`);
  expect(rows).toEqual([{ synchronous_commit: 'on' }]);
});
