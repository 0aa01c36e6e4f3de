import type { Pool } from 'pg';
import { PgBoss } from 'pg-boss';
import { JOB_SCHEMA } from './job-queues.ts';
import type { StorageLog } from './storage-log.ts';

/** The job queue for writing and looking, on the storage's own pool; the runner has connections of its own. */
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
  return boss.start();
}
