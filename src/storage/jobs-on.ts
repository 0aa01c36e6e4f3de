import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import { fromKysely, type PgBoss } from 'pg-boss';
import type { JobName, Jobs } from '../jobs/contract.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from './database.ts';
import { storableText } from './storable-text.ts';

/** Jobs on this transaction and its connection only; `enqueued` hears of each that may start now. */
export function jobsOn(
  trx: Transaction<Database>,
  boss: PgBoss,
  clock: Clock,
  enqueued: (name: JobName) => void,
): Jobs {
  const db = fromKysely(trx);

  /**
   * Joins the waiting job of that key: the newest payload and the earliest start hold. The update locks it, so that no
   * worker takes it before this transaction's facts can be seen. False where a worker was faster.
   */
  async function joinWaiting(name: JobName, data: object, singletonKey: string, seconds: number): Promise<boolean> {
    const waiting = await boss.findJobs(name, { db, key: singletonKey, queued: true });
    const startsLater = waiting.every(({ startAfter }) => startAfter.getTime() > Date.now() + seconds * 1_000);
    const startAfter = startsLater ? { startAfter: seconds } : {};
    return (await boss.update(name, data, { db, singletonKey, ...startAfter })).updated > 0;
  }

  return {
    async enqueue(name, payload, { startAt, singletonKey } = {}) {
      const data = storablePayload(payload);
      // A distance, not a time: the clock is ours, the queue's is the database's.
      const seconds = startAt === undefined ? 0 : Math.max(0, (startAt - clock.now()) / 1_000);
      if (seconds === 0) enqueued(name);
      const key = storableText(singletonKey ?? randomUUID());
      const options = { db, singletonKey: key, ...(seconds > 0 ? { startAfter: seconds } : {}) };
      while ((await boss.send(name, data, options)) === null) {
        if (await joinWaiting(name, data, key, seconds)) return;
      }
    },
  };
}

/** The queue keeps payloads as jsonb, which takes no NUL; ids are looked up with the same replacement. */
function storablePayload(payload: object): object {
  return JSON.parse(JSON.stringify(payload, (_, value) => (typeof value === 'string' ? storableText(value) : value)));
}
