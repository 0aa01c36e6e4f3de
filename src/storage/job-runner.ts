import { type JobWithMetadata, PgBoss } from 'pg-boss';
import type { JobHandlers, JobName } from '../jobs/contract.ts';
import { type DeadJob, deadJob, deadJobs, retryDeadJob } from './dead-jobs.ts';
import { DEAD_QUEUE, JOB_NAMES, JOB_SCHEMA } from './job-queues.ts';
import { POLLING } from './polling.ts';
import { startWorkers } from './start-workers.ts';
import type { StorageLog } from './storage-log.ts';

export interface JobRunner {
  /** Runs jobs until stopped. */
  start(handlers: JobHandlers, options?: JobRunnerOptions): Promise<RunningJobs>;
  /** What failed for good, newest first. */
  dead(limit: number): Promise<readonly DeadJob[]>;
  /** Runs a dead job again; false where there is none of that id. */
  retryDead(id: string): Promise<boolean>;
  /** Makes every waiting job due now, also those of later: for a demo or a test that cannot wait. Gives how many. */
  bringForward(names?: readonly JobName[]): Promise<number>;
}

export interface JobRunnerOptions {
  /** How many jobs of each name one installation may run at once; default 4. One more runs for the others. */
  readonly concurrency?: number;
  /** Only these jobs; default all. */
  readonly only?: readonly JobName[];
  /** Called for each job that failed for good, at least once, and again where it throws. Each is logged in any case. */
  readonly onDead?: (job: DeadJob) => Promise<void>;
}

export interface RunningJobs {
  /** Asks for no more jobs and waits for those at work (20 s); what is not done by then is repeated later. */
  stop(): Promise<void>;
}

export interface WakeableJobRunner extends JobRunner {
  /** Tells that a job of that name was just committed, so that no worker of this process waits for its next poll. */
  wake(name: JobName): void;
}

export interface JobRunnerParts {
  readonly databaseUrl: string;
  readonly queue: PgBoss;
  readonly log: StorageLog;
}

const STOP_MS = 20_000;

/**
 * Runs jobs with connections of its own, so that busy handlers never starve the heartbeats. Across processes a new job
 * is found by polling (0.5 s): NOTIFY would serialize all commits, and intake needs them side by side.
 */
export function jobRunner({ databaseUrl, queue, log }: JobRunnerParts): WakeableJobRunner {
  const wakers = new Map<JobName, Set<() => void>>(JOB_NAMES.map((name) => [name, new Set()]));
  const wake = (name: JobName) => {
    for (const wakeAll of wakers.get(name) ?? []) wakeAll();
  };

  return {
    async start(handlers, { concurrency = 4, only = JOB_NAMES, onDead } = {}) {
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
        wakes.push([name, await startWorkers({ boss, name, handlers, log, concurrency })]);
      }
      for (const [name, wakeAll] of wakes) wakers.get(name)?.add(wakeAll);
      await boss.work(DEAD_QUEUE, POLLING, async ([job]: JobWithMetadata<object>[]) => {
        if (job === undefined) return;
        const dead = deadJob(job);
        log.error({ job: dead.name, payload: dead.payload, reason: dead.reason }, 'a job failed for good');
        await onDead?.(dead);
      });
      return {
        async stop() {
          for (const [name, wakeAll] of wakes) wakers.get(name)?.delete(wakeAll);
          await boss.stop({ graceful: true, timeout: STOP_MS });
        },
      };
    },

    dead: (limit) => deadJobs(queue, limit),

    async retryDead(id) {
      const retried = await retryDeadJob(queue, id);
      for (const name of JOB_NAMES) wake(name);
      return retried;
    },

    async bringForward(names = JOB_NAMES) {
      let brought = 0;
      for (const name of names) {
        const waiting = await queue.findJobs(name, { queued: true, limit: 100_000 });
        for (const { id } of waiting) {
          brought += (await queue.update(name, undefined, { id, startAfter: 0 })).updated;
        }
        wake(name);
      }
      return brought;
    },

    wake,
  };
}
