import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Ask } from '../../src/cli/ask/open-ask.ts';
import { type ReplayOptions, replayDeliveries } from '../../src/cli/replay-deliveries.ts';
import { readInstanceConfiguration } from '../../src/config/instance-configuration.ts';
import { NO_PAINT } from '../../src/investigation/report/terminal/paint.ts';
import { DAY_MS } from '../../src/investigation/time.ts';
import type { JobHandlers, JobName } from '../../src/jobs/contract.ts';
import { buryDelivery } from '../../src/jobs/deliveries/bury-delivery.ts';
import { processDelivery } from '../../src/jobs/deliveries/process-delivery.ts';
import { requeueForgotten } from '../../src/jobs/deliveries/requeue-forgotten.ts';
import type { Delivery, DeliveryOutcome } from '../../src/storage/inbox-contract.ts';
import { TRIES_AFTER_BUG } from '../../src/storage/job-queues.ts';
import type { RunningJobs } from '../../src/storage/job-runner.ts';
import { type StorageForTests, storageForTests } from '../support/database/storage-for-tests.ts';
import { waitUntil } from '../support/wait-until.ts';

/** Deliveries whose reading has a bug: nothing that was accepted is lost, and nothing fails silently. */
let open: StorageForTests;
let running: RunningJobs | undefined;
let read: (delivery: Delivery) => DeliveryOutcome;
let runs = 0;
const lines: string[] = [];
const errors: string[] = [];
let exit = 0;

beforeAll(async () => {
  open = await storageForTests();
});
afterAll(() => open.close());
beforeEach(() => {
  runs = 0;
  exit = 0;
  lines.length = 0;
  errors.length = 0;
});
afterEach(async () => {
  await running?.stop();
  running = undefined;
});

const ask = (): Ask => ({
  storage: open.storage,
  jobs: open.jobs,
  clock: open.clock,
  installations: [],
  configuration: readInstanceConfiguration({
    APP_ID: '1',
    WEBHOOK_SECRET: '0123456789abcdef0123456789abcdef',
    WHATCHANGED_ROLE: 'intake',
  }),
  output: {
    out: (line) => void lines.push(line),
    error: (line) => void errors.push(line),
    exitCode: (code) => {
      exit = code;
    },
  },
  paint: NO_PAINT,
  columns: 100,
  live: false,
  close: async () => undefined,
});
const replay = (ids: readonly string[], options: Partial<ReplayOptions> = {}) =>
  replayDeliveries(ask(), ids, { state: 'dead', limit: 100, wait: 20_000, ...options });

async function work(): Promise<void> {
  const recorder = async (delivery: Delivery) => {
    runs += 1;
    return read(delivery);
  };
  const recorders = { github: recorder, alert: recorder, deploy: recorder };
  const never = () => Promise.reject(new TypeError('a bug elsewhere'));
  const process: JobHandlers['process-delivery'] = (payload) =>
    processDelivery({ storage: open.storage, recorders }, payload);
  running = await open.jobs.start(
    new Proxy({ 'process-delivery': process } as unknown as JobHandlers, {
      get: (all, name: JobName) => all[name] ?? never,
    }),
    { only: ['process-delivery', 'backfill'], concurrency: 1, onDead: (job) => buryDelivery(open.storage, job) },
  );
}
const accept = (dedupeKey: string) =>
  open.storage.transaction(async (tx) => {
    const { id } = await tx.inbox.add({
      installationId: 1,
      endpoint: 'default',
      source: 'alertmanager',
      kind: 'alert',
      dedupeKey,
      via: 'push',
      headers: {},
      body: Buffer.from('{}'),
    });
    await tx.jobs.enqueue('process-delivery', { installationId: 1, deliveryId: id });
    return id;
  });
const standing = async (id: string) => {
  const delivery = await open.storage.transaction((tx) => tx.inbox.get(1, id));
  return [delivery?.state, delivery?.reason];
};
const ended = (id: string) =>
  waitUntil(
    `the end of delivery ${id}`,
    async () => {
      await open.jobs.bringForward(['process-delivery']);
      const [state] = await standing(id);
      return state === 'pending' ? undefined : state;
    },
    30_000,
  );

test('a bug is tried again as often as is documented, then the delivery is dead with the reason, and read once mended', async () => {
  read = () => {
    throw new TypeError('labels is not iterable');
  };
  await work();
  const id = await accept('buggy');
  expect(await ended(id)).toBe('dead');
  expect([runs, TRIES_AFTER_BUG['process-delivery']]).toEqual([6, 5]);
  expect(await standing(id)).toEqual(['dead', 'reading it failed: labels is not iterable']);

  await replay([id], { dryRun: true });
  expect([lines[0], await standing(id)]).toEqual([
    expect.stringContaining(`delivery ${id} from alertmanager at default: dead: reading it failed`),
    ['dead', expect.any(String)],
  ]);
  read = () => ({ state: 'done' });
  lines.length = 0;
  await replay([]);
  expect([exit, await standing(id)]).toEqual([0, ['done', undefined]]);
  expect(lines[0]).toContain(`delivery ${id} from alertmanager at default: done`);
});

test('what passes by itself is read by the next try, and nobody has to do anything', async () => {
  read = () => {
    if (runs === 1) throw new TypeError('not there yet');
    return { state: 'done' };
  };
  await work();
  expect(await ended(await accept('passing'))).toBe('done');
  expect(runs).toBe(2);
});

test('what maps to nothing is read again on request; what maps to nothing still is told by the exit code and as JSON', async () => {
  read = ({ dedupeKey }) =>
    dedupeKey === 'mapped now' && runs > 2
      ? { state: 'done' }
      : { state: 'unmapped', reason: 'no service is called x' };
  await work();
  const ids = [await accept('mapped now'), await accept('unmapped still')];
  for (const id of ids) expect(await ended(id)).toBe('unmapped');
  await replay([], { state: 'unmapped', json: true });
  expect(exit).toBe(1);
  const document = JSON.parse(lines[0] ?? '') as unknown;
  const schema = readFileSync(new URL('../../docs/reference/replayed.schema.json', import.meta.url), 'utf8');
  const validate = new Ajv2020({ strict: true }).compile(JSON.parse(schema) as object);
  expect([validate(document), validate.errors]).toEqual([true, null]);
  const was = { state: 'unmapped', reason: 'no service is called x' };
  expect(document).toMatchObject({
    replayed: true,
    deliveries: [
      { id: ids[0], state: 'done', was },
      { id: ids[1], ...was, was },
    ],
  });
});

test('without a server it says that they wait, and an id that is none is told', async () => {
  const id = await accept('nobody at work');
  await open.storage.transaction((tx) => tx.inbox.finish(1, id, { state: 'dead', reason: 'x' }));
  await replay([id, '999', 'none'], { wait: 0 });
  expect([exit, errors.length, await standing(id)]).toEqual([1, 2, ['pending', undefined]]);
  expect(lines.at(-1)).toContain('is `whatchanged serve` running?');
});

test('other jobs that failed for good run again on request', async () => {
  await work();
  await open.storage.transaction((tx) => tx.jobs.enqueue('backfill', { installationId: 1, repositoryId: 2 }));
  await waitUntil('the job to be dead', async () =>
    (await open.jobs.dead(5)).some(({ name }) => name === 'backfill') ? true : undefined,
  );
  await running?.stop();
  await replay([], { jobs: true, state: 'ignored', wait: 0 });
  expect(lines.join('\n')).toContain('job backfill: a bug elsewhere');
  expect((await open.jobs.dead(5)).filter(({ name }) => name === 'backfill')).toEqual([]);
});

test('a delivery that no job reads any more is found a day later', async () => {
  const id = await open.storage.transaction(async (tx) => {
    const stored = await tx.inbox.add({
      installationId: 1,
      endpoint: 'default',
      source: 'alertmanager',
      kind: 'alert',
      dedupeKey: 'forgotten',
      via: 'push',
      headers: {},
      body: Buffer.from('{}'),
    });
    return stored.id;
  });
  read = () => ({ state: 'done' });
  await work();
  open.clock.set(open.clock.now() + DAY_MS - 1);
  await requeueForgotten(open);
  expect((await standing(id))[0]).toBe('pending');
  open.clock.set(open.clock.now() + 2);
  expect(await requeueForgotten(open)).toBeGreaterThanOrEqual(1);
  expect(await ended(id)).toBe('done');
});
