import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { EffectKind } from '../../src/effects/contract.ts';
import type { Execution } from '../../src/effects/execution.ts';
import type { Executors } from '../../src/effects/executors.ts';
import { createMarker } from '../../src/effects/marker.ts';
import { ownObjects } from '../../src/effects/own-objects.ts';
import type { WriteLimits } from '../../src/effects/write-budget.ts';
import { type PublishDependencies, publish } from '../../src/jobs/effects/publish.ts';
import { OperationalError } from '../../src/platform/errors.ts';
import { type OpenStorage, openStorage } from '../../src/storage/open-storage.ts';
import { onServer } from '../support/database/prepare-template.ts';
import { type StorageForTests, storageForTests } from '../support/database/storage-for-tests.ts';
import { waitingJobs } from '../support/database/waiting-jobs.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const LIMITS: WriteLimits = { writesPerMinute: 5, writesPerHour: 30, newIssuesPerMinute: 3, newIssuesPerHour: 7 };

jest.setTimeout(120_000);

interface Sent {
  readonly kind: EffectKind;
  readonly key: string;
  readonly at: number;
}

let first: StorageForTests;
let second: OpenStorage;
let sent: Sent[];
let slownessMs: number;
let waited: string[];
beforeEach(async () => {
  first = await storageForTests();
  second = await openStorage({ databaseUrl: first.databaseUrl, dataFolder: '', clock: first.clock });
  [sent, waited, slownessMs] = [[], [], 0];
});
afterEach(async () => {
  await second.close();
  await first.close();
});

/** Writes nothing anywhere: it notes when it would have, and lets time pass while it is at it. */
async function write({ effect, history }: Execution) {
  const { kind, naturalKey } = effect;
  first.clock.set(first.clock.now() + slownessMs);
  sent.push({ kind, key: naturalKey, at: first.clock.now() });
  const outcome = { state: 'done' as const, appliedHash: effect.wantedHash, githubId: 1, githubNumber: 1, url: '' };
  return { outcome, history };
}
const executors: Executors = { issue: write, 'issue-comment': write, reaction: write };

function dependencies(storage: OpenStorage['storage'], limits: WriteLimits, reachable = true): PublishDependencies {
  const octokit = { request: async () => ({ data: { full_name: 'shop/checkout' } }) };
  const access = {
    forRepository: async () => {
      if (!reachable) throw new OperationalError('upstream-failed', 'no token', { retryable: true });
      return octokit;
    },
    asApp: () => octokit,
  } as unknown as PublishDependencies['access'];
  return {
    storage,
    access,
    clock: first.clock,
    marker: createMarker('secret'),
    app: async () => ({ id: 1, slug: 'whatchanged' }),
    own: ownObjects(),
    executors,
    limits,
    onWaiting: ({ naturalKey }, { limit }) => waited.push(`${naturalKey} ${limit}`),
  };
}

async function want(kind: EffectKind, naturalKey: string, installationId = 1): Promise<string> {
  const wanted = { body: naturalKey, ...(kind === 'issue' ? {} : { on: { number: 1 } }) };
  const { id } = await first.storage.transaction((tx) =>
    tx.effects.want(installationId, { kind, naturalKey, repositoryId: 2, wanted }),
  );
  return id;
}

const run = (effectId: string, limits = LIMITS, installationId = 1) =>
  publish(dependencies(first.storage, limits), { installationId, effectId });
const stored = (id: string) => first.storage.transaction((tx) => tx.effects.get(1, id));

/** The most that were sent in any window that ends with one of them. */
function mostWithin(windowMs: number, of: readonly Sent[]): number {
  return Math.max(...of.map(({ at }) => of.filter((one) => one.at > at - windowMs && one.at <= at).length));
}

test('many workers of two processes never write more than the limits in any minute or hour, and all is written', async () => {
  slownessMs = 1_700;
  const ids: string[] = [];
  for (let each = 0; each < 12; each += 1) ids.push(await want('issue', `issue ${each}`));
  for (let each = 0; each < 12; each += 1) ids.push(await want('issue-comment', `comment ${each}`));
  for (let each = 0; each < 4; each += 1) ids.push(await want('reaction', `reaction ${each}`));
  for (let round = 0; sent.length < ids.length && round < 200; round += 1) {
    await Promise.all(
      [first, second].flatMap(({ storage }) =>
        ids.map((effectId) => publish(dependencies(storage, LIMITS), { installationId: 1, effectId })),
      ),
    );
    const effects = await Promise.all(ids.map(stored));
    const due = effects.flatMap((effect) => (effect?.state === 'done' ? [] : [effect?.nextAt ?? 0]));
    if (due.length > 0) first.clock.set(Math.max(first.clock.now(), Math.min(...due)));
  }
  expect(sent.map(({ key }) => key).sort()).toHaveLength(new Set(sent.map(({ key }) => key)).size);
  expect(sent).toHaveLength(ids.length);
  const issues = sent.filter(({ kind }) => kind === 'issue');
  const unasked = sent.filter(({ kind }) => kind !== 'reaction');
  expect(mostWithin(MINUTE, sent)).toBe(5);
  expect(mostWithin(MINUTE, unasked)).toBe(4);
  expect(mostWithin(MINUTE, issues)).toBe(3);
  expect(mostWithin(HOUR, issues)).toBe(7);
  for (const effect of await Promise.all(ids.map(stored))) expect(effect).toMatchObject({ state: 'done', attempts: 1 });
});

test('what waits keeps its attempts, has a job for that time, tells once why, and is written when the window has moved', async () => {
  const limits = { ...LIMITS, newIssuesPerHour: 1 };
  const start = first.clock.now();
  const [one, other] = [await want('issue', 'one'), await want('issue', 'other')];
  // As if the workers had taken the jobs that wanting them enqueued.
  await onServer(first.databaseUrl, 'delete from whatchanged_jobs.job');
  await run(one, limits);
  first.clock.set(start + 10 * MINUTE);
  await run(other, limits);
  const waiting = await stored(other);
  expect(waiting).toMatchObject({
    state: 'ready',
    attempts: 0,
    nextAt: start + HOUR,
    reason: 'it waits, because the limit budgets.newIssuesPerHour is reached',
  });
  expect(waiting).not.toHaveProperty('firstPostAt');
  const jobs = await waitingJobs(first.databaseUrl, 'publish');
  expect(jobs.some(({ payload, inMs }) => payload.effectId === other && inMs > 49 * MINUTE)).toBe(true);
  for (const minutes of [30, 59]) {
    first.clock.set(start + minutes * MINUTE);
    await run(other, limits);
  }
  expect(sent.map(({ key }) => key)).toEqual(['one']);
  first.clock.set(start + HOUR);
  await run(other, limits);
  expect(sent.map(({ key }) => key)).toEqual(['one', 'other']);
  expect(await stored(other)).toMatchObject({ state: 'done', attempts: 1 });
  expect(waited).toEqual(['other newIssuesPerHour']);
});

test('a command is answered while everything else waits, from the share that is kept for people', async () => {
  for (let each = 0; each < 5; each += 1) await run(await want('issue-comment', `comment ${each}`));
  expect(sent).toHaveLength(4);
  await run(await want('reaction', 'eyes'));
  expect(sent.map(({ key }) => key).at(-1)).toBe('eyes');
  await run(await want('reaction', 'more eyes'));
  expect(sent).toHaveLength(5);
  expect(waited).toEqual(['comment 4 writesPerMinute', 'more eyes writesPerMinute']);
});

test('an edit spends nothing, nor does what could not be sent; another installation has limits of its own', async () => {
  const limits = { ...LIMITS, newIssuesPerMinute: 1 };
  const lost = await want('issue', 'without a token');
  await publish(dependencies(first.storage, limits, false), { installationId: 1, effectId: lost });
  const one = await want('issue', 'one');
  await run(one, limits);
  expect(sent.map(({ key }) => key)).toEqual(['one']);
  const edited = await first.storage.transaction((tx) =>
    tx.effects.want(1, { kind: 'issue', naturalKey: 'one', repositoryId: 2, wanted: { body: 'more is known' } }),
  );
  await run(edited.id, limits);
  await run(await want('issue', 'two'), limits);
  await run(await want('issue', 'theirs', 9), limits, 9);
  expect(sent.map(({ key }) => key)).toEqual(['one', 'one', 'theirs']);
});

test('what was sent late counts from when it was sent, not from when it was taken up', async () => {
  const limits = { ...LIMITS, newIssuesPerMinute: 1 };
  const start = first.clock.now();
  slownessMs = 50 * SECOND;
  await run(await want('issue', 'late'), limits);
  slownessMs = 0;
  const next = await want('issue', 'next');
  first.clock.set(start + 61 * SECOND);
  await run(next, limits);
  expect(await stored(next)).toMatchObject({ state: 'ready', nextAt: start + 110 * SECOND });
  expect(sent.map(({ key }) => key)).toEqual(['late']);
});

test('a worker that died at work has spent what it may have sent', async () => {
  const limits = { ...LIMITS, newIssuesPerMinute: 1 };
  const start = first.clock.now();
  const died = await want('issue', 'died');
  const dying: Executors = { issue: () => Promise.reject(new Error('killed')) };
  const broken = { ...dependencies(first.storage, limits), executors: dying };
  await expect(publish(broken, { installationId: 1, effectId: died })).rejects.toThrow('killed');
  const next = await want('issue', 'next');
  await run(next, limits);
  first.clock.set(start + 2 * MINUTE);
  await run(next, limits);
  expect(sent).toEqual([]);
  first.clock.set(start + 3 * MINUTE);
  await run(next, limits);
  expect(sent.map(({ key }) => key)).toEqual(['next']);
});
