import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { Pool } from 'pg';
import { fromKysely, PgBoss } from 'pg-boss';
import type { JobName, Jobs } from '../jobs/contract.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from './database.ts';
import { JOB_SCHEMA } from './job-queues.ts';
import { storableText } from './storable-text.ts';
import type { StorageLog } from './storage-log.ts';

export interface JobSender {
  /** Jobs on this transaction; `enqueued` hears of each that may start now. */
  on(trx: Transaction<Database>, enqueued: (name: JobName) => void): Jobs;
  close(): Promise<void>;
}

/** Puts jobs into a transaction. It uses the transaction's own connection and never one of its own. */
export async function openJobSender(pool: Pool, clock: Clock, log: StorageLog): Promise<JobSender> {
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
  await boss.start();
  return {
    on: (trx, enqueued) => {
      const db = fromKysely(trx);
      return {
        async enqueue(name, payload, { startAt, singletonKey } = {}) {
          const data = storablePayload(payload);
          const seconds = startAt === undefined ? 0 : Math.max(0, (startAt - clock.now()) / 1_000);
          if (seconds === 0) enqueued(name);
          const key = storableText(singletonKey ?? randomUUID());
          const options = { db, singletonKey: key, ...(seconds > 0 ? { startAfter: seconds } : {}) };
          for (;;) {
            if ((await boss.send(name, data, options)) !== null) return;
            if (await joinWaiting(name, data, key, seconds)) return;
          }
        },
      };

      /**
       * Joins the waiting job of that key: the newest payload and the earliest start hold. The update locks it, so that
       * no worker takes it before this transaction's facts can be seen. False where a worker was faster.
       */
      async function joinWaiting(name: JobName, data: object, singletonKey: string, seconds: number): Promise<boolean> {
        const waiting = await boss.findJobs(name, { db, key: singletonKey, queued: true });
        const startsLater = waiting.every(({ startAfter }) => startAfter.getTime() > Date.now() + seconds * 1_000);
        const startAfter = startsLater ? { startAfter: seconds } : {};
        return (await boss.update(name, data, { db, singletonKey, ...startAfter })).updated > 0;
      }
    },
    close: () => boss.stop({ graceful: false, close: false }),
  };
}

/** The queue keeps payloads as jsonb, which takes no NUL; ids are looked up with the same replacement. */
function storablePayload(payload: object): object {
  return JSON.parse(JSON.stringify(payload, (_, value) => (typeof value === 'string' ? storableText(value) : value)));
}
