import type { Pool } from 'pg';
import { PgBoss } from 'pg-boss';
import { OperationalError } from '../platform/errors.ts';
import { JOB_SCHEMA } from './job-queues.ts';
import type { StorageLog } from './storage-log.ts';

/** What pg-boss 12 throws, without a code, where its tables are not of its own version. */
const OTHER_VERSION = /^pg-boss (is not installed|database requires migrations)$/;

/**
 * The job queue for writing and looking, on the storage's own pool; the runner has connections of its own. Throws
 * OperationalError `storage-version` where the tables of the queues are of another version.
 */
export async function openJobQueue(pool: Pool, log: StorageLog): Promise<PgBoss> {
  const boss = new PgBoss({
    db: { executeSql: (text, values) => pool.query(text, values) },
    schema: JOB_SCHEMA,
    migrate: false,
    supervise: false,
    schedule: false,
    registerInstance: false,
    openTelemetry: { enabled: false },
  });
  boss.on('error', (error) => log.warn({ error }, 'job queues could not be read'));
  return boss.start().catch((error: Error) => {
    if (!OTHER_VERSION.test(error.message)) throw error;
    throw new OperationalError(
      'storage-version',
      'The job queues of the database are of another version than this program. Use the version that the server runs, or run `whatchanged migrate` where this one is newer.',
      { cause: error },
    );
  });
}
