import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { PgBoss } from 'pg-boss';
import type { EnqueueOptions, JobHandlers, JobName } from '../../src/jobs/contract.ts';
import { OperationalError } from '../../src/platform/errors.ts';
import { JOB_SCHEMA } from '../../src/storage/job-queues.ts';
import type { JobRunnerOptions, RunningJobs } from '../../src/storage/job-runner.ts';
import { onServer } from '../support/database/prepare-template.ts';
import { type StorageForTests, storageForTests } from '../support/database/storage-for-tests.ts';
import { waitingJobs } from '../support/database/waiting-jobs.ts';
import { waitUntil } from '../support/wait-until.ts';

let open: StorageForTests;
let running: RunningJobs[] = [];
beforeAll(async () => {
  open = await storageForTests();
});
afterAll(() => open.close());
beforeEach(() => onServer(open.databaseUrl, `delete from ${JOB_SCHEMA}.job`));
afterEach(async () => {
  await Promise.all(running.map((each) => each.stop()));
  running = [];
});

type Handler = (payload: { effectId: string }, signal: AbortSignal) => Promise<void>;
/** Runs `publish` only, unless told otherwise. */
async function start(publish: Handler, options: JobRunnerOptions = {}): Promise<RunningJobs> {
  const never = () => Promise.reject(new Error('not expected here'));
  const handlers = new Proxy({ publish } as unknown as JobHandlers, {
    get: (all, name: JobName) => all[name] ?? never,
  });
  const runner = await open.jobs.start(handlers, { only: ['publish'], concurrency: 2, ...options });
  running.push(runner);
  return runner;
}
const enqueue = (effectId: string, options?: EnqueueOptions) =>
  open.storage.transaction((tx) => tx.jobs.enqueue('publish', { installationId: 1, effectId }, options));
const eventually = (holds: () => boolean | Promise<boolean>) =>
  waitUntil('what the jobs should bring about', async () => (await holds()) || undefined, 25_000);
const waiting = async () => (await waitingJobs(open.databaseUrl, 'publish')).map(({ payload }) => payload.effectId);

describe('enqueueing', () => {
  test('what is committed runs once, what is rolled back never', async () => {
    const ran: string[] = [];
    await start(async ({ effectId }) => void ran.push(effectId));
    const rolledBack = open.storage.transaction(async (tx) => {
      await tx.jobs.enqueue('publish', { installationId: 1, effectId: 'rolled back' });
      throw new Error('no');
    });
    await expect(rolledBack).rejects.toThrow('no');
    for (const name of ['a', 'b', 'c']) await enqueue(name);
    await eventually(() => ran.length >= 3);
    await running[0]?.stop();
    expect(ran.sort()).toEqual(['a', 'b', 'c']);
  });

  test('a payload and a key with NUL are taken; the payload is changed as the ids in the tables are', async () => {
    await enqueue('x\u0000y', { singletonKey: 'k\u0000' });
    expect(await waiting()).toEqual(['x\ufffdy']);
  });

  test('jobs without a key never displace each other', async () => {
    await Promise.all(['a', 'b', 'c'].map((name) => enqueue(name)));
    expect((await waiting()).sort()).toEqual(['a', 'b', 'c']);
  });

  test('one waiting job of a key: the newest payload and the earliest start hold', async () => {
    const now = open.clock.now();
    await enqueue('in five minutes', { singletonKey: 'k', startAt: now + 300_000 });
    await enqueue('in one minute', { singletonKey: 'k', startAt: now + 60_000 });
    await enqueue('in ten minutes', { singletonKey: 'k', startAt: now + 600_000 });
    const [later, ...none] = await waitingJobs(open.databaseUrl, 'publish');
    expect([later?.payload.effectId, none]).toEqual(['in ten minutes', []]);
    expect(later?.inMs).toBeGreaterThan(50_000);
    expect(later?.inMs).toBeLessThanOrEqual(60_000);
    await enqueue('now', { singletonKey: 'k' });
    const [soon] = await waitingJobs(open.databaseUrl, 'publish');
    expect([soon?.payload.effectId, (soon?.inMs ?? 1) <= 0]).toEqual(['now', true]);
  });

  test('a job that is already running does not swallow a new one of its key', async () => {
    const ran: string[] = [];
    const letGo = Promise.withResolvers<void>();
    await start(
      async ({ effectId }) => {
        ran.push(effectId);
        if (effectId === 'first') await letGo.promise;
      },
      { concurrency: 1 },
    );
    await enqueue('first', { singletonKey: 'k' });
    await eventually(() => ran.length === 1);
    await enqueue('second', { singletonKey: 'k' });
    await enqueue('third', { singletonKey: 'k' });
    letGo.resolve();
    await eventually(() => ran.length === 2);
    expect(ran).toEqual(['first', 'third']);
  });

  test('joining a waiting job keeps it from starting before the facts of that transaction are there', async () => {
    await enqueue('early', { singletonKey: 'k' });
    const joined = Promise.withResolvers<void>();
    const commit = Promise.withResolvers<void>();
    const facts = open.storage.transaction(async (tx) => {
      await tx.cursors.set(1, 'fact', 'there');
      await tx.jobs.enqueue('publish', { installationId: 1, effectId: 'late' }, { singletonKey: 'k' });
      joined.resolve();
      await commit.promise;
    });
    await joined.promise;
    const seen: (string | undefined)[] = [];
    let others = 0;
    await start(async ({ effectId }) => {
      if (effectId === 'other') others += 1;
      else seen.push(await open.storage.transaction((tx) => tx.cursors.get(1, 'fact')));
    });
    // That the workers had their chance is known by another job, enqueued later, which they ran.
    await enqueue('other');
    await eventually(() => others === 1);
    commit.resolve();
    await facts;
    await eventually(() => seen.length > 0);
    expect(seen).toEqual(['there']);
  });

  test('what is due later waits, and can be brought forward', async () => {
    const ran: string[] = [];
    await start(async ({ effectId }) => void ran.push(effectId));
    await enqueue('later', { startAt: open.clock.now() + 180_000 });
    await enqueue('now');
    await eventually(() => ran.length === 1);
    expect([ran, await waiting()]).toEqual([['now'], ['later']]);
    expect(await open.jobs.bringForward()).toBe(1);
    await eventually(() => ran.length === 2);
    expect(ran).toEqual(['now', 'later']);
  });
});

describe('failing', () => {
  test('a bug is dead at once, with its reason, and can run again when it is mended', async () => {
    let broken = true;
    const ran: string[] = [];
    const told: string[] = [];
    await start(
      async ({ effectId }) => {
        ran.push(effectId);
        if (broken) throw new TypeError('undefined is not a function\u0000');
      },
      { onDead: async ({ name, reason, payload }) => void told.push(`${name} ${JSON.stringify(payload)} ${reason}`) },
    );
    await enqueue('buggy');
    await eventually(() => told.length === 1);
    expect(told).toEqual(['publish {"effectId":"buggy","installationId":1} undefined is not a function\ufffd']);
    const [dead] = await open.jobs.dead(5);
    expect([dead?.name, ran]).toEqual(['publish', ['buggy']]);
    broken = false;
    expect(await open.jobs.retryDead(dead?.id ?? '')).toBe(true);
    await eventually(() => ran.length === 2);
    expect([await open.jobs.dead(5), await open.jobs.retryDead(dead?.id ?? '')]).toEqual([[], false]);
  });

  test('a failure that is not retryable is dead at once', async () => {
    let runs = 0;
    await start(async () => {
      runs += 1;
      throw new OperationalError('configuration-invalid', 'no such token');
    });
    await enqueue('x');
    await eventually(async () => (await open.jobs.dead(5)).length === 1);
    expect([runs, (await open.jobs.dead(5))[0]?.reason]).toEqual([1, 'no such token']);
  });

  test('a retryable failure waits its turn and is tried again', async () => {
    let runs = 0;
    await start(async () => {
      runs += 1;
      if (runs === 1) throw new OperationalError('upstream-failed', '502', { retryable: true });
    });
    await enqueue('x');
    await eventually(async () => runs === 1 && (await waiting()).length === 1);
    await open.jobs.bringForward();
    await eventually(() => runs === 2);
    expect(await open.jobs.dead(5)).toEqual([]);
  });

  test('a failure that asks to wait is tried again after that time, not before', async () => {
    await start(async () => {
      throw new OperationalError('upstream-rate-limited', '429', { retryable: true, retryAfterMs: 3_600_000 });
    });
    await enqueue('x');
    await eventually(async () => ((await waitingJobs(open.databaseUrl, 'publish'))[0]?.inMs ?? 0) > 3_500_000);
    const jobs = await waitingJobs(open.databaseUrl, 'publish');
    expect(jobs).toHaveLength(1);
    expect(jobs[0]?.inMs).toBeLessThanOrEqual(3_600_000);
  });

  test('tried for as long as it may be, a job is dead and told so', async () => {
    const told: string[] = [];
    await start(
      async () => {
        throw new OperationalError('upstream-failed', 'still 502', { retryable: true });
      },
      { onDead: async ({ reason }) => void told.push(reason) },
    );
    await enqueue('x', { startAt: open.clock.now() + 600_000 });
    await onServer(open.databaseUrl, `update ${JOB_SCHEMA}.job set retry_count = retry_limit where name = 'publish'`);
    await eventually(async () => {
      await open.jobs.bringForward();
      return told.length === 1;
    });
    expect(told).toEqual(['still 502']);
  });

  test('a job whose worker went away is taken over', async () => {
    // A worker that took the job and was never heard of again, as after SIGKILL.
    const lost = new PgBoss({
      connectionString: open.databaseUrl,
      schema: JOB_SCHEMA,
      supervise: false,
      schedule: false,
      migrate: false,
    });
    lost.on('error', () => undefined);
    await lost.start();
    await enqueue('abandoned');
    const taken = await lost.fetch('publish');
    await lost.stop({ graceful: false });
    await onServer(
      open.databaseUrl,
      `update ${JOB_SCHEMA}.job set heartbeat_on = now() - interval '1 minute' where state = 'active'`,
    );
    const ran: string[] = [];
    await start(async ({ effectId }) => void ran.push(effectId));
    await eventually(async () => {
      await open.jobs.bringForward();
      return ran.length === 1;
    });
    expect([taken.length, ran]).toEqual([1, ['abandoned']]);
  });
});

describe('running', () => {
  test('a stopped runner has finished what it began and begins nothing more', async () => {
    const begun = Promise.withResolvers<void>();
    const letGo = Promise.withResolvers<void>();
    const done: string[] = [];
    const runner = await start(async ({ effectId }) => {
      begun.resolve();
      await letGo.promise;
      done.push(effectId);
    });
    await enqueue('begun');
    await begun.promise;
    const stopping = runner.stop();
    letGo.resolve();
    await stopping;
    await enqueue('after');
    expect([done, await waiting()]).toEqual([['begun'], ['after']]);
  });

  test('two runners share the work: each job runs once', async () => {
    const ran: string[] = [];
    const handler: Handler = async ({ effectId }) => void ran.push(effectId);
    await Promise.all([start(handler), start(handler)]);
    const names = Array.from({ length: 100 }, (_, n) => `job ${n}`);
    await Promise.all(names.map((name) => enqueue(name)));
    await eventually(() => ran.length >= 100);
    await Promise.all(running.map((each) => each.stop()));
    expect(ran.sort()).toEqual(names.sort());
  });
});
