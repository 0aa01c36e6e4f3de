import type { JobWithMetadata, PgBoss } from 'pg-boss';
import type { JobHandlers, JobName } from '../jobs/contract.ts';
import { POLLING } from './polling.ts';
import { runJob } from './run-job.ts';
import type { StorageLog } from './storage-log.ts';

export interface Workers {
  readonly boss: PgBoss;
  readonly name: JobName;
  readonly handlers: JobHandlers;
  readonly log: StorageLog;
  /** How many jobs of this name one installation may run at once in this process. */
  readonly concurrency: number;
}

/**
 * Starts the workers of one job name and gives what wakes them all. There is one worker more than an installation may
 * hold, so that slow jobs of one keep no other waiting. A place counts while a handler runs, not while the next job is
 * looked for: many jobs of a few milliseconds each still run about in the order in which they came.
 */
export async function startWorkers({ boss, name, handlers, log, concurrency }: Workers): Promise<() => void> {
  // The queue gives the id of the first worker only; those of the others are here.
  const workers = () => boss.getWipData().filter((worker) => worker.name === name);
  await boss.work(
    name,
    {
      ...POLLING,
      perJobResults: true,
      heartbeatRefreshSeconds: 2,
      localConcurrency: concurrency + 1,
      // Counted in this process, over all of these workers. Two that look at the same moment may take one job too many:
      // the queue puts it back before it runs or, where another of its key waits by now, takes it for one whose worker
      // went away.
      localGroupConcurrency: concurrency,
    },
    async (jobs: JobWithMetadata<object>[]) => {
      const results = await Promise.all(jobs.map((job) => runJob(boss, name, job, handlers, log)));
      // There may be more: look again at once instead of at the next poll. Which worker this is cannot be told, but all
      // that are at work do so after their job; those that found nothing are left asleep.
      for (const { id, count } of workers()) if (count > 0) boss.notifyWorker(id);
      return results;
    },
  );
  const ids = workers().map(({ id }) => id);
  return () => {
    for (const id of ids) boss.notifyWorker(id);
  };
}
