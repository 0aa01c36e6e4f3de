import type { Pool } from 'pg';
import { PgBoss } from 'pg-boss';
import { OperationalError } from '../platform/errors.ts';
import { JOB_SCHEMA, QUEUES } from './job-queues.ts';

/** Creates the job queues, or brings those of an older version up to date; safe to run at any time. */
export async function installQueues(pool: Pool): Promise<void> {
  const boss = new PgBoss({
    db: { executeSql: (text, values) => pool.query(text, values) },
    schema: JOB_SCHEMA,
    supervise: false,
    schedule: false,
    registerInstance: false,
    openTelemetry: { enabled: false },
  });
  const failures: Error[] = [];
  boss.on('error', (error) => failures.push(error));
  await boss.start();
  try {
    for (const queue of QUEUES) {
      await boss.createQueue(queue.name, queue);
      const { name, policy: _policy, ...settings } = queue;
      await boss.updateQueue(name, settings);
    }
  } finally {
    await boss.stop({ graceful: false });
  }
  if (failures[0] !== undefined) {
    throw new OperationalError(
      'storage-version',
      `The job queues could not be brought up to date: ${failures[0].message.replace(/\.$/, '')}. Start whatchanged again; ` +
        `if that fails too, let the database's user create and alter tables in the schema ${JOB_SCHEMA}.`,
      { cause: failures[0] },
    );
  }
}
