import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Wanted } from '../../src/effects/contract.ts';
import type { EffectOutcome } from '../../src/storage/contract.ts';
import { type StorageForTests, storageForTests } from '../support/database/storage-for-tests.ts';
import { waitingJobs } from '../support/database/waiting-jobs.ts';

let open: StorageForTests;
beforeAll(async () => {
  open = await storageForTests();
});
afterAll(() => open.close());

const within = <T>(work: Parameters<typeof open.storage.transaction<T>>[0]) => open.storage.transaction(work);
const want = (naturalKey: string, wanted: Wanted) =>
  within((tx) => tx.effects.want(1, { kind: 'issue', naturalKey, repositoryId: 11, wanted }));
const claim = (id: string, now = open.clock.now()) => within((tx) => tx.effects.claim(1, id, now));
const settle = (id: string, fence: number, outcome: EffectOutcome) =>
  within((tx) => tx.effects.settle(1, id, fence, outcome));
const publishes = async (id: string) =>
  (await waitingJobs(open.databaseUrl, 'publish')).filter(({ payload }) => payload.effectId === id);

describe('effects', () => {
  test('wanting the same again, its keys in another order, changes nothing and enqueues nothing', async () => {
    const first = await want('same', { title: 't', body: 'b' });
    await open.jobs.bringForward(['publish']);
    const again = await want('same', { body: 'b', title: 't' });
    expect(again).toEqual(first);
    expect(await publishes(first.id)).toHaveLength(1);
    expect(first).toMatchObject({ state: 'ready', fence: 0, attempts: 0, wanted: { title: 't', body: 'b' } });
  });

  test('two that want the same key at once get one effect', async () => {
    const effects = await Promise.all(['x', 'x', 'x', 'x'].map((body) => want('race', { body })));
    expect(new Set(effects.map(({ id }) => id)).size).toBe(1);
    expect(await publishes((effects[0] as { id: string }).id)).toHaveLength(1);
  });

  test('one of many workers gets the claim; the fence and the posts are counted', async () => {
    const { id } = await want('claimed', { body: 'b' });
    const claims = (await Promise.all(Array.from({ length: 8 }, () => claim(id)))).filter((each) => each !== undefined);
    const now = open.clock.now();
    expect(claims).toEqual([
      expect.objectContaining({
        state: 'posting',
        claimedFrom: 'ready',
        fence: 1,
        attempts: 1,
        firstPostAt: now,
        lastPostAt: now,
      }),
    ]);
    expect(claims[0]).not.toHaveProperty('previousPostAt');
  });

  test('what is done and as wanted is not claimed again', async () => {
    const { id, wantedHash } = await want('done', { body: 'b' });
    await claim(id);
    const settled = await settle(id, 1, {
      state: 'done',
      appliedHash: wantedHash,
      githubId: 5,
      githubNumber: 6,
      url: 'u',
    });
    expect([settled, await claim(id)]).toEqual([true, undefined]);
    expect(await within((tx) => tx.effects.find(1, 'issue', 'done'))).toMatchObject({
      state: 'done',
      appliedHash: wantedHash,
      githubId: 5,
      githubNumber: 6,
      url: 'u',
    });
  });

  test('new content while it is written is written next, by a job of its own', async () => {
    const { id, wantedHash } = await want('moving', { body: 'old' });
    await claim(id);
    const newer = await want('moving', { body: 'new' });
    expect(newer.state).toBe('posting');
    await settle(id, 1, { state: 'done', appliedHash: wantedHash, githubId: 5 });
    expect(await within((tx) => tx.effects.get(1, id))).toMatchObject({ state: 'ready', githubId: 5 });
    expect(await publishes(id)).toHaveLength(1);
    expect(await claim(id)).toMatchObject({ fence: 2, wanted: { body: 'new' }, claimedFrom: 'ready' });
  });

  test('a worker that was taken for dead cannot settle any more, and its post is in doubt', async () => {
    const { id } = await want('zombie', { body: 'b' });
    const start = open.clock.now();
    await claim(id, start);
    expect(await claim(id, start + 120_000)).toBeUndefined();
    const taken = await claim(id, start + 120_001);
    expect(taken).toMatchObject({
      claimedFrom: 'unknown',
      fence: 2,
      previousPostAt: start,
      lastPostAt: start + 120_001,
    });
    expect(await settle(id, 1, { state: 'done', appliedHash: 'x' })).toBe(false);
    expect(await settle(id, 2, { state: 'unknown', reason: 'no answer' })).toBe(true);
    expect(await settle(id, 2, { state: 'done' })).toBe(false);
    expect(await within((tx) => tx.effects.get(1, id))).toMatchObject({ state: 'unknown', reason: 'no answer' });
  });

  test('in doubt it stays in doubt when the content changes', async () => {
    const { id } = await want('doubt', { body: 'b' });
    await claim(id);
    await settle(id, 1, { state: 'unknown' });
    await want('doubt', { body: 'c' });
    expect(await claim(id)).toMatchObject({ claimedFrom: 'unknown', wanted: { body: 'c' } });
  });

  test('asked to wait, it waits until then, with a job for that time', async () => {
    const { id } = await want('limited', { body: 'b' });
    const start = open.clock.now();
    await claim(id);
    await settle(id, 1, { state: 'ready', nextAt: start + 60_000, reason: 'secondary rate limit' });
    expect(await claim(id, start + 59_999)).toBeUndefined();
    expect(await claim(id, start + 60_000)).toMatchObject({ fence: 2 });
  });

  test('refused for good it stays dead, until something else is wanted', async () => {
    const { id } = await want('refused', { body: 'b' });
    await claim(id);
    await settle(id, 1, { state: 'dead', reason: 'issues are disabled' });
    const troubled = await within((tx) => tx.effects.troubled(9));
    expect(troubled.map(({ naturalKey, reason }) => [naturalKey, reason])).toContainEqual([
      'refused',
      'issues are disabled',
    ]);
    expect(await claim(id)).toBeUndefined();
    await want('refused', { body: 'b' });
    expect((await within((tx) => tx.effects.get(1, id)))?.state).toBe('dead');
    await want('refused', { body: 'c' });
    expect(await claim(id)).toMatchObject({ fence: 2 });
  });

  test('due are those left ready or in doubt, and those whose worker died; never what waits or is done', async () => {
    const fresh = await storageForTests();
    try {
      const tx = fresh.storage.transaction.bind(fresh.storage);
      const start = fresh.clock.now();
      const names = new Map<string, string>();
      for (const name of ['left', 'doubt', 'limited', 'done', 'posting', 'dead']) {
        const { id } = await tx((t) =>
          t.effects.want(1, { kind: 'issue', naturalKey: name, repositoryId: 1, wanted: { body: name } }),
        );
        names.set(id, name);
        if (name === 'left') continue;
        const claimed = await tx((t) => t.effects.claim(1, id, start));
        const applied = { appliedHash: claimed?.wantedHash ?? '' };
        const outcomes: Record<string, EffectOutcome> = {
          doubt: { state: 'unknown' },
          limited: { state: 'ready', nextAt: start + 600_000 },
          done: { state: 'done', ...applied },
          dead: { state: 'dead', reason: 'r' },
        };
        const outcome = outcomes[name];
        if (outcome !== undefined) await tx((t) => t.effects.settle(1, id, 1, outcome));
      }
      const due = async (at: number) => {
        fresh.clock.set(at);
        const found = await tx((t) => t.effects.due(at - 30_000, 10));
        return found.map(({ id }) => names.get(id) ?? id);
      };
      expect(await due(start + 1_000)).toEqual([]);
      expect((await due(start + 30_000)).sort()).toEqual(['doubt', 'left']);
      expect((await due(start + 120_001)).sort()).toEqual(['doubt', 'left', 'posting']);
      expect((await due(start + 600_000)).sort()).toEqual(['doubt', 'left', 'limited', 'posting']);
    } finally {
      await fresh.close();
    }
  });
});
