import type { JobWithMetadata, PgBoss } from 'pg-boss';
import type { EpochMs } from '../investigation/time.ts';
import type { JobName } from '../jobs/contract.ts';
import { jobGroup } from './job-group.ts';
import { DEAD_QUEUE } from './job-queues.ts';

/** A job that failed for good. Its payload is kept, so that it can run again once the cause is mended. */
export interface DeadJob {
  readonly id: string;
  readonly name: JobName;
  readonly payload: object;
  readonly reason: string;
  readonly at: EpochMs;
}

/** The newest dead jobs (at most 1000 are looked at), newest first. */
export async function deadJobs(boss: PgBoss, limit: number): Promise<readonly DeadJob[]> {
  const jobs = await boss.findJobs<object>(DEAD_QUEUE, { limit: 1_000 });
  return jobs.map(deadJob).reverse().slice(0, limit);
}

/** Puts a dead job back where it came from; false where there is none of that id. */
export async function retryDeadJob(boss: PgBoss, id: string): Promise<boolean> {
  const job = await boss.getJobById<object>(DEAD_QUEUE, id);
  if (job === null) return false;
  const { name, payload } = deadJob(job);
  await boss.send(name, payload, { singletonKey: job.singletonKey ?? id, ...jobGroup(payload) });
  await boss.deleteJob(DEAD_QUEUE, id);
  return true;
}

export function deadJob(job: JobWithMetadata<object>): DeadJob {
  return {
    id: job.id,
    name: job.sourceName as JobName,
    payload: job.data,
    reason: reasonIn(job.sourceOutput),
    at: job.createdOn.getTime(),
  };
}

/**
 * Our own failures have a message; what the queue itself reports, such as a worker that was never heard of again, is
 * wrapped.
 */
function reasonIn(output: object | null): string {
  const { message, value } = (output ?? {}) as { message?: unknown; value?: { message?: unknown } };
  const said = message ?? value?.message;
  return typeof said === 'string' ? said : JSON.stringify(output);
}
