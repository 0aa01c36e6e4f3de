import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import { fromKysely, type JobInsert, type PgBoss } from 'pg-boss';
import type { JobName, Jobs } from '../jobs/contract.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from './database.ts';
import { jobGroup } from './job-group.ts';
import { storableText } from './storable-text.ts';

export interface JobsOnTransaction {
  readonly jobs: Jobs;
  /** Writes the jobs that were collected; to be called before the commit. */
  readonly flush: () => Promise<void>;
}

/**
 * Jobs on this transaction and its connection only; `enqueued` hears of each that may start now. Those without a key
 * join nothing, so that they are collected and written in one statement for each name.
 */
export function jobsOn(
  trx: Transaction<Database>,
  boss: PgBoss,
  clock: Clock,
  enqueued: (name: JobName) => void,
): JobsOnTransaction {
  const db = fromKysely(trx);
  const collected = new Map<JobName, JobInsert[]>();

  /**
   * Joins the waiting job of that key: the newest payload and the earliest start hold. The update locks it, so that no
   * worker takes it before this transaction's facts can be seen. False where a worker was faster.
   */
  async function joinWaiting(name: JobName, data: object, singletonKey: string, seconds: number): Promise<boolean> {
    const waiting = await boss.findJobs(name, { db, key: singletonKey, queued: true });
    // biome-ignore lint/plugin: startAfter is a time of the database, whose clock is the machine's and never a test's.
    const startsLater = waiting.every(({ startAfter }) => startAfter.getTime() > Date.now() + seconds * 1_000);
    const startAfter = startsLater ? { startAfter: seconds } : {};
    return (await boss.update(name, data, { db, singletonKey, ...jobGroup(data), ...startAfter })).updated > 0;
  }

  const enqueue: Jobs['enqueue'] = async (name, payload, { startAt, singletonKey } = {}) => {
    const data = storablePayload(payload);
    // A distance, not a time: the clock is ours, the queue's is the database's.
    const seconds = startAt === undefined ? 0 : Math.max(0, (startAt - clock.now()) / 1_000);
    const startAfter = seconds > 0 ? { startAfter: seconds } : {};
    if (seconds === 0) enqueued(name);
    if (singletonKey === undefined) {
      const others = collected.get(name) ?? [];
      collected.set(name, [...others, { data, singletonKey: randomUUID(), ...jobGroup(data), ...startAfter }]);
      return;
    }
    const key = storableText(singletonKey);
    while ((await boss.send(name, data, { db, singletonKey: key, ...jobGroup(data), ...startAfter })) === null) {
      if (await joinWaiting(name, data, key, seconds)) return;
    }
  };

  return {
    jobs: { enqueue },
    async flush() {
      for (const [name, jobs] of collected) await boss.insert(name, jobs, { db });
    },
  };
}

/** The queue keeps payloads as jsonb, which takes no NUL; ids are looked up with the same replacement. */
function storablePayload(payload: object): object {
  return JSON.parse(JSON.stringify(payload, (_, value) => (typeof value === 'string' ? storableText(value) : value)));
}
