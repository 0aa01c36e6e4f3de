import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { EnqueueOptions, JobHandlers, JobName } from '../../src/jobs/contract.ts';
import { OperationalError } from '../../src/platform/errors.ts';
import { JOB_SCHEMA } from '../../src/storage/job-queues.ts';
import type { RunningJobs } from '../../src/storage/job-runner.ts';
import { onServer } from '../support/database/prepare-template.ts';
import { type StorageForTests, storageForTests } from '../support/database/storage-for-tests.ts';
import { waitingJobs } from '../support/database/waiting-jobs.ts';
import { waitUntil } from '../support/wait-until.ts';

const NOISY = 1;
const QUIET = 2;

let open: StorageForTests;
let running: RunningJobs[] = [];
let letGo: PromiseWithResolvers<void>;
beforeAll(async () => {
  open = await storageForTests();
});
afterAll(() => open.close());
beforeEach(async () => {
  letGo = Promise.withResolvers();
  await onServer(open.databaseUrl, `delete from ${JOB_SCHEMA}.job`);
});
afterEach(async () => {
  letGo.resolve();
  await Promise.all(running.map((each) => each.stop()));
  running = [];
});

async function start(handlers: Partial<JobHandlers>, concurrency: number): Promise<void> {
  const only = Object.keys(handlers) as JobName[];
  running.push(await open.jobs.start(handlers as JobHandlers, { only, concurrency }));
}
const enqueue = (installationId: number, effectIds: readonly string[], options: (id: string) => EnqueueOptions) =>
  open.storage.transaction(async (tx) => {
    for (const effectId of effectIds) await tx.jobs.enqueue('publish', { installationId, effectId }, options(effectId));
  });
const plain = () => ({});
const keyed = (singletonKey: string) => ({ singletonKey });
const eventually = (holds: () => boolean | Promise<boolean>) =>
  waitUntil('what the jobs should bring about', async () => (await holds()) || undefined, 25_000);
const waiting = () => waitingJobs(open.databaseUrl, 'publish');
const groups = async () => (await waiting()).map(({ group }) => group);

describe('an installation with many jobs', () => {
  const many = Array.from({ length: 20 }, (_, n) => `noisy ${n}`);
  const begun: string[] = [];
  const done: string[] = [];
  const hold: JobHandlers['publish'] = async ({ installationId, effectId }) => {
    begun.push(effectId);
    if (installationId === NOISY) await letGo.promise;
    done.push(effectId);
  };
  beforeEach(() => {
    begun.length = 0;
    done.length = 0;
  });

  test.each<[string, (id: string) => EnqueueOptions]>([
    ['without keys', plain],
    ['with keys', keyed],
  ])('leaves a worker for the others: jobs %s', async (_, options) => {
    await enqueue(NOISY, many, options);
    await start({ publish: hold }, 2);
    await eventually(() => begun.length === 2);
    await enqueue(QUIET, ['quiet'], options);
    await eventually(() => done.length > 0);
    expect([done, begun.length]).toEqual([['quiet'], 3]);
    letGo.resolve();
    await eventually(() => done.length >= many.length + 1);
    await running[0]?.stop();
    expect(done.sort()).toEqual(['quiet', ...many].sort());
  });

  test('runs as many at once as it may while it is the only one', async () => {
    await start({ publish: hold }, 4);
    await enqueue(NOISY, many, plain);
    await eventually(() => begun.length === 4);
  });
});

test('a job of no installation runs, however many of them are at work', async () => {
  let begun = 0;
  const sweep = async () => {
    begun += 1;
    await letGo.promise;
  };
  await start({ 'sweep-effects': sweep }, 1);
  await open.storage.transaction(async (tx) => {
    await tx.jobs.enqueue('sweep-effects', {});
    await tx.jobs.enqueue('sweep-effects', {}, { singletonKey: 'k' });
  });
  await eventually(() => begun === 2);
  expect(await waitingJobs(open.databaseUrl, 'sweep-effects')).toEqual([]);
});

describe('whose job it is', () => {
  test('is known where it joins one that was enqueued by an earlier version', async () => {
    await enqueue(QUIET, ['x'], keyed);
    await onServer(open.databaseUrl, `update ${JOB_SCHEMA}.job set group_id = null`);
    await enqueue(QUIET, ['x'], keyed);
    expect(await groups()).toEqual(['2']);
  });

  test.each<[string, number | undefined]>([
    ['after a while', undefined],
    ['after the time that it asks for', 3_600_000],
  ])('is known when it is tried again %s', async (_, retryAfterMs) => {
    let failed = false;
    const fail = async () => {
      failed = true;
      throw new OperationalError('upstream-failed', '502', {
        retryable: true,
        ...(retryAfterMs !== undefined && { retryAfterMs }),
      });
    };
    await enqueue(QUIET, ['x'], plain);
    await start({ publish: fail }, 1);
    await eventually(async () => failed && (await waiting()).some(({ inMs }) => inMs > (retryAfterMs ?? 0) * 0.9));
    await running[0]?.stop();
    expect(await groups()).toEqual(['2']);
  });

  test('is known when it was dead and runs again', async () => {
    const bug = () => Promise.reject(new TypeError('undefined is not a function'));
    await enqueue(QUIET, ['x'], plain);
    await start({ publish: bug }, 1);
    const [dead] = await waitUntil('the dead job', async () => {
      const all = await open.jobs.dead(1);
      return all.length > 0 ? all : undefined;
    });
    await running[0]?.stop();
    expect([await open.jobs.retryDead(dead?.id ?? ''), await groups()]).toEqual([true, ['2']]);
  });
});
