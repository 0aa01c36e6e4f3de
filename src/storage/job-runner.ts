import { type JobWithMetadata, PgBoss } from 'pg-boss';
import type { JobHandlers, JobName } from '../jobs/contract.ts';
import { JOB_NAMES, JOB_SCHEMA } from './job-queues.ts';
import { runJob } from './run-job.ts';
import type { StorageLog } from './storage-log.ts';

export interface JobRunner {
  /** Runs jobs until stopped; `concurrency` (4) of each name at once, only the names in `only` where it is given. */
  start(handlers: JobHandlers, options?: JobRunnerOptions): Promise<RunningJobs>;
}

export interface JobRunnerOptions {
  readonly concurrency?: number;
  readonly only?: readonly JobName[];
}

export interface RunningJobs {
  /** Takes no more jobs and waits for those at work (20 s); what is not done by then is repeated later. */
  stop(): Promise<void>;
}

export interface WakeableJobRunner extends JobRunner {
  /** Tells that a job of that name was just committed, so that no worker of this process waits for its next poll. */
  wake(name: JobName): void;
}

const STOP_MS = 20_000;

/**
 * Runs jobs with connections of its own, so that busy handlers never starve the heartbeats. Across processes a new job
 * is found by polling (0.5 s): NOTIFY would serialize all commits, and intake needs them side by side.
 */
export function jobRunner(databaseUrl: string, log: StorageLog): WakeableJobRunner {
  const wakers = new Map<JobName, Set<() => void>>(JOB_NAMES.map((name) => [name, new Set()]));

  return {
    async start(handlers, { concurrency = 4, only = JOB_NAMES } = {}) {
      const boss = new PgBoss({
        connectionString: databaseUrl,
        application_name: 'whatchanged jobs',
        max: 4,
        schema: JOB_SCHEMA,
        migrate: false,
        schedule: false,
        registerInstance: false,
        superviseIntervalSeconds: 1,
        monitorIntervalSeconds: 1,
        openTelemetry: { enabled: false },
      });
      boss.on('error', (error) => log.warn({ error }, 'job queue in trouble'));
      await boss.start();
      const wakes: [JobName, () => void][] = [];
      for (const name of only) {
        for (let worker = 0; worker < concurrency; worker += 1)
          wakes.push([name, await startWorker(boss, name, handlers, log)]);
      }
      for (const [name, wake] of wakes) wakers.get(name)?.add(wake);
      return {
        async stop() {
          for (const [name, wake] of wakes) wakers.get(name)?.delete(wake);
          await boss.stop({ graceful: true, timeout: STOP_MS });
        },
      };
    },

    wake(name) {
      for (const wake of wakers.get(name) ?? []) wake();
    },
  };
}

async function startWorker(boss: PgBoss, name: JobName, handlers: JobHandlers, log: StorageLog): Promise<() => void> {
  const wake = () => boss.notifyWorker(id);
  const id: string = await boss.work(
    name,
    { perJobResults: true, includeMetadata: true, pollingIntervalSeconds: 0.5, heartbeatRefreshSeconds: 2 },
    async (jobs: JobWithMetadata<object>[]) => {
      const results = await Promise.all(jobs.map((job) => runJob(boss, name, job, handlers, log)));
      // There may be more: look again at once instead of at the next poll.
      wake();
      return results;
    },
  );
  return wake;
}
