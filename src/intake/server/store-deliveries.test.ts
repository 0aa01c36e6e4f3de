import { expect, test } from '@jest/globals';
import { type InboxInMemory, inboxInMemory } from '../../../test/support/intake/inbox-in-memory.ts';
import type { Transaction } from '../../storage/contract.ts';
import type { NewDelivery } from '../../storage/inbox-contract.ts';
import { storeDeliveries } from './store-deliveries.ts';

const LIMIT_MS = 10_000;
const delivery = (dedupeKey: string, bytes = 3): NewDelivery => ({
  installationId: 7,
  endpoint: 'github',
  source: 'github',
  kind: 'github',
  dedupeKey,
  via: 'push',
  headers: {},
  body: new Uint8Array(bytes),
});

/** A storage whose transactions wait until they are let go; `groups` has the keys of each. */
function heldStorage() {
  const memory = inboxInMemory();
  const groups: string[][] = [];
  const held: (() => void)[] = [];
  let open = false;
  const storage: InboxInMemory = {
    ...memory,
    transaction: (work) =>
      memory.transaction(async (tx) => {
        const addAll: Transaction['inbox']['addAll'] = async (all) => {
          groups.push(all.map(({ dedupeKey }) => dedupeKey));
          if (!open) await new Promise<void>((resolve) => held.push(resolve));
          if (all.some(({ dedupeKey }) => dedupeKey === 'broken')) throw new TypeError('cannot be stored');
          return tx.inbox.addAll(all);
        };
        return work({ ...tx, inbox: { ...tx.inbox, addAll } });
      }),
  };
  const letGo = () => {
    open = true;
    for (const go of held) go();
  };
  return { memory, storage, groups, letGo };
}

test('who comes while others are being committed shares the next commit', async () => {
  const { memory, storage, groups, letGo } = heldStorage();
  const store = storeDeliveries(storage);
  const keys = Array.from({ length: 30 }, (_, n) => `d${n}`);
  const stored = keys.map((key) => store(delivery(key), LIMIT_MS));
  letGo();
  const results = await Promise.all(stored);
  expect(groups).toEqual([...keys.slice(0, 4).map((key) => [key]), keys.slice(4, 20), keys.slice(20)]);
  expect(results.every(({ added }) => added)).toBe(true);
  expect(results.map(({ id }) => memory.deliveries.find((each) => each.id === id)?.dedupeKey)).toEqual(keys);
  expect(memory.jobs).toHaveLength(30);
  expect(new Set(memory.jobs.map(({ payload }) => JSON.stringify(payload)))).toEqual(
    new Set(results.map(({ id }) => JSON.stringify({ installationId: 7, deliveryId: id }))),
  );
});

test('of two that are the same in one commit, one is added and has a job', async () => {
  const { memory, storage, letGo } = heldStorage();
  const store = storeDeliveries(storage);
  const stored = ['1', '2', '3', '4', 'twice', 'twice'].map((key) => store(delivery(key), LIMIT_MS));
  letGo();
  const results = await Promise.all(stored);
  expect(results.map(({ added }) => added)).toEqual([true, true, true, true, true, false]);
  expect([results[5]?.id, memory.jobs.length]).toEqual([results[4]?.id, 5]);
});

test('large bodies do not share a commit', async () => {
  const { storage, groups, letGo } = heldStorage();
  const store = storeDeliveries(storage);
  const sizes = [1, 1, 1, 1, 600_000, 600_000, 300_000, 5_000_000, 10];
  const stored = sizes.map((bytes, n) => store(delivery(`d${n}`, bytes), LIMIT_MS));
  letGo();
  await Promise.all(stored);
  expect(groups.slice(4)).toEqual([['d4'], ['d5', 'd6'], ['d7'], ['d8']]);
});

test('one that cannot be stored does not take the others along', async () => {
  const { memory, storage, letGo } = heldStorage();
  const store = storeDeliveries(storage);
  const stored = ['1', '2', '3', '4', 'a', 'broken', 'b'].map((key) => store(delivery(key), LIMIT_MS));
  letGo();
  const results = await Promise.allSettled(stored);
  expect(results.map(({ status }) => status)).toEqual([...Array(5).fill('fulfilled'), 'rejected', 'fulfilled']);
  expect(memory.deliveries.map(({ dedupeKey }) => dedupeKey)).toEqual(['1', '2', '3', '4', 'a', 'b']);
  expect(memory.jobs).toHaveLength(6);
});

test('where the database is away, everybody hears so at the first try, and the next one is stored', async () => {
  const { memory, storage, groups, letGo } = heldStorage();
  letGo();
  const store = storeDeliveries(storage);
  memory.state = 'away';
  const results = await Promise.allSettled(['a', 'b', 'c', 'd', 'e', 'f'].map((key) => store(delivery(key), LIMIT_MS)));
  expect(results.map((each) => each.status === 'rejected' && each.reason.code)).toEqual(
    Array(6).fill('storage-unavailable'),
  );
  expect(groups).toEqual([]);
  memory.state = 'up';
  expect((await store(delivery('later'), LIMIT_MS)).added).toBe(true);
});

test('who was told to come back is not stored later', async () => {
  const { memory, storage, letGo } = heldStorage();
  const store = storeDeliveries(storage);
  const first = ['1', '2', '3', '4'].map((key) => store(delivery(key), LIMIT_MS));
  await expect(store(delivery('late'), 0)).rejects.toMatchObject({ code: 'storage-unavailable' });
  letGo();
  await Promise.all(first);
  await store(delivery('5'), LIMIT_MS);
  expect(memory.deliveries.map(({ dedupeKey }) => dedupeKey)).toEqual(['1', '2', '3', '4', '5']);
});
