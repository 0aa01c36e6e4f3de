import type { Clock } from '../platform/clock.ts';
import type { Storage } from './contract.ts';
import { databaseFailure } from './database-failure.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { type JobRunner, jobRunner } from './job-runner.ts';
import { migrate, requireMigrated } from './migrate.ts';
import { openJobQueue } from './open-job-queue.ts';
import { openPool } from './open-pool.ts';
import { postgresStorage } from './postgres-storage.ts';
import type { StorageLog } from './storage-log.ts';

export interface StorageOptions {
  /** A PostgreSQL 15 or later, reached directly or through a pooler in session mode; absent: the one that comes with the program. */
  readonly databaseUrl?: string;
  /** Where the embedded PostgreSQL keeps its data. */
  readonly dataFolder: string;
  readonly clock: Clock;
  readonly log?: StorageLog;
  /** Connections for transactions (default 10); the jobs have four more. */
  readonly poolSize?: number;
  /** How long one statement may take (default 30 s). */
  readonly statementTimeoutMs?: number;
  /** False for whoever only asks: a database that this program would have to migrate is refused. Default true. */
  readonly mayMigrate?: boolean;
}

export interface OpenStorage {
  readonly storage: Storage;
  readonly jobs: JobRunner;
  /** Closes the connections, and stops the embedded PostgreSQL where no other process uses it. Stop the jobs first. */
  readonly close: () => Promise<void>;
}

const MIGRATE =
  'This command never migrates it: stop the old server and run `whatchanged migrate`, or use the version that the server runs.';
const START =
  'This command never migrates it: start `whatchanged serve` of this version, which does, or use the version that the server runs.';
const SILENT: StorageLog = { info: () => undefined, warn: () => undefined, error: () => undefined };

/**
 * Opens the database, brings it up to date where that is allowed, and gives the storage with its job runner. Throws OperationalError
 * `storage-unavailable` or `storage-version`, each with what to do.
 */
export async function openStorage({
  databaseUrl,
  dataFolder,
  clock,
  log = SILENT,
  poolSize = 10,
  statementTimeoutMs = 30_000,
  mayMigrate = true,
}: StorageOptions): Promise<OpenStorage> {
  const embedded = databaseUrl === undefined ? await startEmbeddedPostgres({ dataFolder, log }) : undefined;
  const url = databaseUrl ?? (embedded as { url: string }).url;
  const pool = openPool({
    databaseUrl: url,
    size: poolSize,
    statementTimeoutMs,
    name: 'whatchanged',
    onIdleError: (error) => log.warn({ error }, 'a database connection was lost'),
  });
  try {
    if (mayMigrate) await migrate(url);
    else await requireMigrated(pool, embedded === undefined ? MIGRATE : START);
    const queue = await openJobQueue(pool, log);
    const runner = jobRunner({ databaseUrl: url, queue, log });
    const storage = postgresStorage({ pool, queue, clock, committed: (job) => runner.wake(job) });
    const close = once(async () => {
      await queue.stop({ graceful: false, close: false });
      await storage.close();
      await embedded?.close();
    });
    return { storage: { ...storage, close }, jobs: runner, close };
  } catch (error) {
    await pool.end();
    await embedded?.close();
    throw databaseFailure(error);
  }
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= work();
    return done;
  };
}
