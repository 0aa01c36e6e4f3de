import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { NewDelivery } from '../../src/storage/inbox-contract.ts';
import { type StorageForTests, storageForTests } from '../support/database/storage-for-tests.ts';

let open: StorageForTests;
beforeAll(async () => {
  open = await storageForTests();
});
afterAll(() => open.close());

const delivery = (dedupeKey: string, extra: Partial<NewDelivery> = {}): NewDelivery => ({
  installationId: 0,
  endpoint: 'github',
  source: 'github',
  kind: 'github',
  dedupeKey,
  via: 'push',
  headers: { 'x-github-event': 'push' },
  body: Buffer.from([0, 255, 10, 13, 0xed, 0xa0, 0x80]),
  ...extra,
});
const add = (new_: NewDelivery) => open.storage.transaction((tx) => tx.inbox.add(new_));

describe('inbox', () => {
  test('gives back the very bytes and headers, NUL and broken UTF-8 included', async () => {
    const sent = delivery('bytes', { headers: { 'content-type': 'a\u0000b\ud800' } });
    const { id, added } = await add(sent);
    const stored = await open.storage.transaction((tx) => tx.inbox.get(0, id));
    expect(added).toBe(true);
    expect(stored).toEqual({ ...sent, id, receivedAt: open.clock.now(), state: 'pending' });
  });

  test('stores a slice of a larger buffer, not the buffer', async () => {
    const { id } = await add(delivery('slice', { body: new Uint8Array([1, 2, 3, 4]).subarray(1, 3) }));
    const stored = await open.storage.transaction((tx) => tx.inbox.get(0, id));
    expect([...(stored?.body ?? [])]).toEqual([2, 3]);
  });

  test('keeps the first of two with one key, whichever endpoint and installation the others have', async () => {
    const first = await add(delivery('same'));
    const again = await add(delivery('same', { body: Buffer.from('other'), via: 'replay' }));
    const elsewhere = await add(delivery('same', { endpoint: 'pager' }));
    const other = await add(delivery('same', { installationId: 7 }));
    expect(again).toEqual({ id: first.id, added: false });
    expect([elsewhere.added, other.added]).toEqual([true, true]);
    const stored = await open.storage.transaction((tx) => tx.inbox.get(0, first.id));
    expect(stored?.via).toBe('push');
  });

  test('adds one row for twenty copies at once, and tells all of them its id', async () => {
    const results = await Promise.all(Array.from({ length: 20 }, () => add(delivery('storm'))));
    expect(results.filter(({ added }) => added)).toHaveLength(1);
    expect(new Set(results.map(({ id }) => id)).size).toBe(1);
  });

  test('adds several at once, each as if it had come alone, and answers in their order', async () => {
    const known = await add(delivery('known'));
    const all = ['z', 'known', 'a', 'z', 'n\u0000l'].map((key) => delivery(key));
    const stored = await open.storage.transaction((tx) => tx.inbox.addAll([...all, delivery('a', { endpoint: 'x' })]));
    expect(stored.map(({ added }) => added)).toEqual([true, false, true, false, true, true]);
    expect(stored[1]?.id).toBe(known.id);
    expect(stored[3]?.id).toBe(stored[0]?.id);
    const keys = await open.storage.transaction((tx) => Promise.all(stored.map(({ id }) => tx.inbox.get(0, id))));
    expect(keys.map((each) => each?.dedupeKey)).toEqual(['z', 'known', 'a', 'z', 'n\ufffdl', 'a']);
    expect(await open.storage.transaction((tx) => tx.inbox.addAll([]))).toEqual([]);
  });

  test('groups with the same deliveries in another order never wait for each other', async () => {
    const keys = Array.from({ length: 16 }, (_, n) => `crossed ${n}`);
    const groups = Array.from({ length: 8 }, (_, n) => (n % 2 === 0 ? keys : keys.toReversed()));
    const stored = await Promise.all(
      groups.map((group) => open.storage.transaction((tx) => tx.inbox.addAll(group.map((key) => delivery(key))))),
    );
    expect(stored.flat().filter(({ added }) => added)).toHaveLength(16);
    expect(new Set(stored.flat().map(({ id }) => id)).size).toBe(16);
  });

  test('an id of another installation, or none at all, is not found', async () => {
    const { id } = await add(delivery('mine', { installationId: 5 }));
    const found = await open.storage.transaction((tx) =>
      Promise.all([tx.inbox.get(6, id), tx.inbox.get(5, 'nonsense'), tx.inbox.get(5, '999999999999')]),
    );
    expect(found).toEqual([undefined, undefined, undefined]);
  });

  test('tells which keys of an endpoint are there', async () => {
    await add(delivery('k1', { endpoint: 'known' }));
    await add(delivery('k2', { endpoint: 'another' }));
    const known = await open.storage.transaction((tx) => tx.inbox.known('known', ['k1', 'k2', 'k3']));
    const none = await open.storage.transaction((tx) => tx.inbox.known('known', []));
    expect([[...known], [...none]]).toEqual([['k1'], []]);
  });

  test('counts by state, lists newest first, and knows the age of the oldest that waits', async () => {
    const fresh = await storageForTests();
    try {
      const put = (key: string) => fresh.storage.transaction((tx) => tx.inbox.add(delivery(key)));
      expect(await fresh.storage.transaction((tx) => tx.inbox.oldestUnprocessedAt())).toBeUndefined();
      const start = fresh.clock.now();
      const a = await put('a');
      fresh.clock.set(start + 1);
      const b = await put('b');
      fresh.clock.set(start + 2);
      const c = await put('c');
      await fresh.storage.transaction((tx) => tx.inbox.finish(0, a.id, { state: 'done' }));
      await fresh.storage.transaction((tx) => tx.inbox.finish(0, c.id, { state: 'dead', reason: 'not JSON' }));
      const seen = await fresh.storage.transaction(async (tx) => ({
        counts: await tx.inbox.countByState(),
        oldest: await tx.inbox.oldestUnprocessedAt(),
        all: (await tx.inbox.list({ limit: 2 })).map(({ id }) => id),
        dead: (await tx.inbox.list({ state: 'dead', limit: 9 })).map(({ id, reason }) => [id, reason]),
      }));
      expect(seen).toEqual({
        counts: { pending: 1, done: 1, ignored: 0, unmapped: 0, dead: 1 },
        oldest: start + 1,
        all: [c.id, b.id],
        dead: [[c.id, 'not JSON']],
      });
    } finally {
      await fresh.close();
    }
  });
});
