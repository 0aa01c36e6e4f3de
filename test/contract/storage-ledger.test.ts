import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DeployEvent } from '../../src/investigation/ledger/deploy-event.ts';
import type { LedgerDeploy } from '../../src/investigation/ledger/ledger-deploy.ts';
import { type StorageForTests, storageForTests } from '../support/database/storage-for-tests.ts';

let open: StorageForTests;
beforeAll(async () => {
  open = await storageForTests();
});
afterAll(() => open.close());

const key = (service: string) => ({ repositoryId: 11, service, environment: 'production' });
const event = (service: string, n: number, at: number): DeployEvent => ({
  ...key(service),
  eventId: `${service}:${n}`,
  attempt: `attempt:${service}:${n}`,
  source: 'github',
  state: 'success',
  at,
  sha: String(n).padStart(40, '0'),
});
const deploy = (service: string, id: string, times: Partial<LedgerDeploy>): LedgerDeploy => ({
  ...key(service),
  id,
  source: 'github',
  sha: 'a'.repeat(40),
  startedAt: 0,
  outcome: 'success',
  kind: 'deploy',
  ...times,
});
const within = <T>(work: Parameters<typeof open.storage.transaction<T>>[0]) => open.storage.transaction(work);

describe('ledger', () => {
  test('keeps each event once and gives them oldest first, whatever the order of arrival', async () => {
    const arrived = await within(async (tx) => [
      await tx.ledger.addEvent(1, event('shop', 2, 200)),
      await tx.ledger.addEvent(1, event('shop', 1, 100)),
      await tx.ledger.addEvent(1, { ...event('shop', 2, 200), sha: 'f'.repeat(40) }),
      await tx.ledger.addEvent(2, event('shop', 2, 200)),
    ]);
    const events = await within((tx) => tx.ledger.lockEvents(1, key('shop')));
    expect(arrived).toEqual([true, true, false, true]);
    expect(events).toEqual([event('shop', 1, 100), event('shop', 2, 200)]);
  });

  test('a key with NUL in it is found again, and its event comes back as it was', async () => {
    const odd = event('sh\u0000op\ud800', 1, 5);
    await within((tx) => tx.ledger.addEvent(1, odd));
    expect(await within((tx) => tx.ledger.lockEvents(1, odd))).toEqual([odd]);
  });

  test('locks a key, and only that key, until the end of the transaction', async () => {
    const order: string[] = [];
    const locked = Promise.withResolvers<void>();
    const letGo = Promise.withResolvers<void>();
    const first = within(async (tx) => {
      await tx.ledger.lockEvents(1, key('locked'));
      locked.resolve();
      await letGo.promise;
      order.push('first');
    });
    await locked.promise;
    const second = within(async (tx) => {
      await tx.ledger.lockEvents(1, key('locked'));
      order.push('second');
    });
    await within(async (tx) => {
      await tx.ledger.lockEvents(1, key('neighbour'));
      order.push('neighbour');
    });
    letGo.resolve();
    await Promise.all([first, second]);
    expect(order).toEqual(['neighbour', 'first', 'second']);
  });

  test('replaces the computed deploys of one key and of no other', async () => {
    const many = Array.from({ length: 1_500 }, (_, n) => deploy('replaced', `r${n}`, { startedAt: n }));
    await within(async (tx) => {
      await tx.ledger.saveDeploys(1, key('replaced'), many);
      await tx.ledger.saveDeploys(1, key('kept'), [deploy('kept', 'k', {})]);
      await tx.ledger.saveDeploys(1, key('replaced'), many.slice(0, 1_200));
    });
    const found = await within(async (tx) => ({
      replaced: await tx.ledger.deploysOf(1, key('replaced')),
      kept: await tx.ledger.deploysOf(1, key('kept')),
      byId: await tx.ledger.get(1, 'r7'),
      ofAnother: await tx.ledger.get(2, 'r7'),
    }));
    expect(found.replaced).toEqual(many.slice(0, 1_200));
    expect([found.kept.length, found.byId, found.ofAnother]).toEqual([1, many[7], undefined]);
  });

  test('finds what began or was live in a span, and nothing that was over before or began after', async () => {
    const all = [
      deploy('span', 'over-before', { startedAt: 1, liveAt: 2, endedAt: 50 }),
      deploy('span', 'failed-before', { startedAt: 10, outcome: 'failure' }),
      deploy('span', 'live-into', { startedAt: 20, liveAt: 21, endedAt: 150 }),
      deploy('span', 'still-running', { startedAt: 30, outcome: 'in_progress' }),
      deploy('span', 'still-live', { startedAt: 40, liveAt: 41 }),
      deploy('span', 'failed-within', { startedAt: 100, outcome: 'failure' }),
      deploy('span', 'begins-at-the-end', { startedAt: 200 }),
    ];
    await within((tx) => tx.ledger.saveDeploys(3, key('span'), all));
    const found = await within((tx) => tx.ledger.deploysBetween(3, 100, 200));
    expect(found.map(({ id }) => id)).toEqual(['live-into', 'still-running', 'still-live', 'failed-within']);
  });

  test('lists every key that had an event, and keeps comparisons by both SHAs', async () => {
    const comparison = { base: 'b', head: 'h', status: 'unknown', commits: [], truncated: false } as const;
    await within(async (tx) => {
      await tx.ledger.addEvent(4, event('b', 1, 1));
      await tx.ledger.addEvent(4, event('a', 1, 1));
      await tx.ledger.saveComparison(4, 11, comparison);
      await tx.ledger.saveComparison(4, 11, { ...comparison, status: 'ahead', commits: ['h'] });
    });
    const found = await within(async (tx) => [await tx.ledger.keys(4), await tx.ledger.comparisons(4, 11)]);
    expect(found).toEqual([[key('a'), key('b')], [{ ...comparison, status: 'ahead', commits: ['h'] }]]);
  });
});

describe('commits and changes', () => {
  test('a commit is completed by what is learned later, and never loses what is absent later', async () => {
    const base = { repositoryId: 11, sha: 'c1' };
    await within((tx) => tx.commits.save(1, { ...base, author: 'ada', message: 'x\u0000y' }));
    await within((tx) => tx.commits.save(1, { ...base, mergedAt: 500, files: [{ path: 'a.ts' }] }));
    const { many, merged, before } = await within(async (tx) => ({
      many: await tx.commits.many(1, 11, ['c1', 'missing']),
      merged: await tx.commits.mergedBetween(1, 500, 501),
      before: await tx.commits.mergedBetween(1, 0, 500),
    }));
    const whole = { ...base, author: 'ada', message: 'x\u0000y', mergedAt: 500, files: [{ path: 'a.ts' }] };
    expect([many, merged, before]).toEqual([[whole], [whole], []]);
  });

  test('two halves of a commit that arrive at once both stay', async () => {
    const base = { repositoryId: 11, sha: 'c2' };
    await Promise.all([
      within((tx) => tx.commits.save(1, { ...base, author: 'ada' })),
      within((tx) => tx.commits.save(1, { ...base, pullRequest: 9 })),
    ]);
    expect(await within((tx) => tx.commits.many(1, 11, ['c2']))).toEqual([{ ...base, author: 'ada', pullRequest: 9 }]);
  });

  test('a change is kept once and found by its time', async () => {
    const change = { id: 'flag:1', kind: 'flag', at: 70, title: 'checkout on' } as const;
    const added = await within(async (tx) => [await tx.changes.add(1, change), await tx.changes.add(1, change)]);
    const found = await within(async (tx) => [
      await tx.changes.between(1, 70, 71),
      await tx.changes.between(1, 71, 99),
    ]);
    expect([added, found]).toEqual([
      [true, false],
      [[change], []],
    ]);
  });
});
