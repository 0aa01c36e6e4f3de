import { Kysely, Migrator, sql } from 'kysely';
import type { Pool } from 'pg';
import { OperationalError } from '../platform/errors.ts';
import { databaseFailure } from './database-failure.ts';
import { installQueues } from './install-queues.ts';
import { MIGRATIONS } from './migrations.ts';
import { openPool } from './open-pool.ts';
import { poolDialect } from './pool-dialect.ts';

export interface Migrated {
  /** The number of the newest migration before, 0 for an empty database. */
  readonly from: number;
  /** The number of the newest migration now. */
  readonly to: number;
  /** The names of the migrations that ran, in order. */
  readonly applied: readonly string[];
}

/** The advisory lock of whoever migrates; it goes with the connection. */
const MIGRATING = 0x6d_69_67_72;

/**
 * Brings the tables and the job queues of a database up to this program, one process at a time. Throws OperationalError
 * `storage-version` where the database was written by a newer program, `storage-unavailable` where it is away.
 */
export async function migrate(databaseUrl: string): Promise<Migrated> {
  const pool = openPool({
    databaseUrl,
    size: 3,
    statementTimeoutMs: 0,
    // At the start nobody waits for an answer, and a machine that is busy starting may take its time.
    connectionTimeoutMs: 20_000,
    name: 'whatchanged migrate',
    onIdleError: () => undefined,
  });
  try {
    const lock = await pool.connect();
    try {
      // The job queues have a migration of their own, which two processes must not begin at once either.
      await lock.query('select pg_advisory_lock($1)', [MIGRATING]);
      return await bringUpToDate(pool);
    } finally {
      lock.release(true);
    }
  } catch (error) {
    throw databaseFailure(error);
  } finally {
    await pool.end();
  }
}

/**
 * Looks whether a database is of this program, without touching it. Throws OperationalError `storage-version` where it
 * lacks a migration, with `remedy` for what to do, and where it was written by a newer program.
 */
export async function requireMigrated(pool: Pool, remedy: string): Promise<void> {
  const db = new Kysely<unknown>({ dialect: poolDialect(pool) });
  await refuseOldServer(db);
  const applied = await appliedMigrations(db);
  refuseNewer(applied);
  const lacking = Object.keys(MIGRATIONS).filter((name) => !applied.includes(name));
  if (lacking.length === 0) return;
  throw new OperationalError('storage-version', `The database lacks ${lacking.join(', ')}. ${remedy}`);
}

async function bringUpToDate(pool: Pool): Promise<Migrated> {
  const db = new Kysely<unknown>({ dialect: poolDialect(pool) });
  await refuseOldServer(db);
  const before = await appliedMigrations(db);
  refuseNewer(before);
  const { error, results } = await new Migrator({
    db,
    provider: { getMigrations: async () => ({ ...MIGRATIONS }) },
    migrationTableSchema: 'whatchanged',
  }).migrateToLatest();
  if (error !== undefined) throw error;
  await installQueues(pool);
  const applied = (results ?? []).map(({ migrationName }) => migrationName);
  return { from: newest(before), to: newest([...before, ...applied]), applied };
}

async function refuseOldServer(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ server_version_num: string }>`show server_version_num`.execute(db);
  const major = Math.floor(Number(rows[0]?.server_version_num) / 10_000);
  if (major >= 15) return;
  throw new OperationalError(
    'storage-version',
    `DATABASE_URL is a PostgreSQL ${major}; whatchanged needs 15 or later.`,
  );
}

async function appliedMigrations(db: Kysely<unknown>): Promise<readonly string[]> {
  const table = await sql<{
    name: string | null;
  }>`select to_regclass('whatchanged.kysely_migration')::text as name`.execute(db);
  if (table.rows[0]?.name == null) return [];
  const { rows } = await sql<{ name: string }>`select name from whatchanged.kysely_migration order by name`.execute(db);
  return rows.map(({ name }) => name);
}

function refuseNewer(applied: readonly string[]): void {
  const unknown = applied.filter((name) => !(name in MIGRATIONS));
  if (unknown.length === 0) return;
  throw new OperationalError(
    'storage-version',
    `The database was written by a newer whatchanged: it has ${unknown.join(', ')}, this program ends at ` +
      `${Object.keys(MIGRATIONS).at(-1)}. Install that newer version again, or restore the backup from before the upgrade.`,
  );
}

const newest = (names: readonly string[]) => Math.max(0, ...names.map((name) => Number.parseInt(name, 10)));
