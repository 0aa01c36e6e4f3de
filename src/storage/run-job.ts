import type { JobResult, JobWithMetadata, PgBoss } from 'pg-boss';
import type { JobHandlers, JobName } from '../jobs/contract.ts';
import { OperationalError } from '../platform/errors.ts';
import { TRIES_AFTER_BUG } from './job-queues.ts';
import { storableText } from './storable-text.ts';
import type { StorageLog } from './storage-log.ts';

/**
 * Runs one job and says how it ended. Only a retryable OperationalError is tried again, after the time that it asks for;
 * anything else is dead at once, with its reason, because repeating a bug does not mend it. A bug in reading a delivery is
 * tried a few times more (`TRIES_AFTER_BUG`).
 */
export async function runJob(
  boss: PgBoss,
  name: JobName,
  job: JobWithMetadata<object>,
  handlers: JobHandlers,
  log: StorageLog,
): Promise<JobResult> {
  try {
    await (handlers[name] as (payload: object, signal: AbortSignal) => Promise<void>)(job.data, job.signal);
    return { id: job.id, status: 'completed' };
  } catch (error) {
    const output = failureOutput(error);
    log.warn({ job: name, jobId: job.id, payload: job.data, tries: job.retryCount + 1, error }, 'job failed');
    if (!isWorthAnother(error, name, job.retryCount)) return { id: job.id, status: 'deadletter', output };
    const waitMs = error instanceof OperationalError ? error.retryAfterMs : undefined;
    if (waitMs !== undefined) await failUntil(boss, name, job, output, waitMs);
    return { id: job.id, status: 'failed', output };
  }
}

function isWorthAnother(error: unknown, name: JobName, retried: number): boolean {
  return error instanceof OperationalError ? error.retryable : retried < (TRIES_AFTER_BUG[name] ?? 0);
}

/** Fails the job now and sets when it is tried again; settling it once more finds it settled and changes nothing. */
async function failUntil(
  boss: PgBoss,
  name: JobName,
  { id, retryCount }: JobWithMetadata<object>,
  output: object,
  ms: number,
) {
  await boss.fail(name, { id, retryCount }, output);
  await boss.update(name, undefined, { id, startAfter: Math.max(1, Math.ceil(ms / 1_000)) });
}

/** What is kept of a failure beside the job; the queue stores it as jsonb, which takes no NUL. */
function failureOutput(error: unknown): object {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  const code = error instanceof OperationalError ? { code: error.code } : {};
  return {
    name,
    ...code,
    message: storableText(message).slice(0, 2_000),
    stack: storableText(stack ?? '').slice(0, 4_000),
  };
}
