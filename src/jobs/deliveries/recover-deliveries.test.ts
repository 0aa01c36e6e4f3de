import { describe, expect, test } from '@jest/globals';
import type { DeliveryLog, LoggedDelivery } from '../../readers/repository/contract.ts';
import type { Storage } from '../../storage/contract.ts';
import type { NewDelivery } from '../../storage/inbox-contract.ts';
import { recoverDeliveries } from './recover-deliveries.ts';

const NOW = Date.parse('2026-11-25T03:00:00Z');
const MINUTE = 60_000;

/** Just what the job uses of the storage, in memory. */
function memory(known: readonly string[], cursor?: string) {
  const added: NewDelivery[] = [];
  const enqueued: unknown[] = [];
  const cursors = new Map(cursor === undefined ? [] : [['delivery-log', cursor]]);
  const tx = {
    cursors: {
      get: async (_: number, name: string) => cursors.get(name),
      set: async (_: number, name: string, value: string) => void cursors.set(name, value),
    },
    inbox: {
      known: async (_: string, keys: readonly string[]) => new Set(keys.filter((key) => known.includes(key))),
      add: async (delivery: NewDelivery) => {
        added.push(delivery);
        return { id: `d${added.length}`, added: true };
      },
    },
    jobs: { enqueue: async (...job: unknown[]) => void enqueued.push(job) },
  };
  const storage = { transaction: (work: (tx: unknown) => unknown) => work(tx) } as unknown as Storage;
  return { storage, added, enqueued, cursors };
}

function logOf(entries: readonly LoggedDelivery[], asked: number[] = []): DeliveryLog {
  return {
    since: async (at) => {
      asked.push(at);
      return entries.filter(({ deliveredAt }) => deliveredAt >= at);
    },
    payload: async (id) => (id === 404 ? undefined : { id }),
  };
}

const entry = (id: number, minutesAgo: number, arrived = true): LoggedDelivery => ({
  id,
  guid: `guid-${id}`,
  event: 'push',
  deliveredAt: NOW - minutesAgo * MINUTE,
  arrived,
});

describe('recovering deliveries', () => {
  const clock = { now: () => NOW };

  test('pulls what is not in the inbox, once for each GUID, as an unsigned delivery of GitHub', async () => {
    const { storage, added, enqueued } = memory(['guid-1']);
    const log = logOf([entry(1, 30), entry(2, 20), { ...entry(3, 10), guid: 'guid-2' }]);
    expect(await recoverDeliveries({ storage, log, clock })).toBe(1);
    expect(added).toEqual([
      expect.objectContaining({
        endpoint: 'github',
        dedupeKey: 'guid-2',
        via: 'pull',
        headers: { 'x-github-delivery': 'guid-2', 'x-github-event': 'push' },
      }),
    ]);
    expect(enqueued).toEqual([['process-delivery', { installationId: 0, deliveryId: 'd1' }]]);
  });

  test('what failed is pulled at once, what was just answered is left a minute', async () => {
    const { storage, added } = memory([]);
    await recoverDeliveries({ storage, log: logOf([entry(1, 0.1, false), entry(2, 0.1, true)]), clock });
    expect(added.map(({ dedupeKey }) => dedupeKey)).toEqual(['guid-1']);
  });

  test('goes on a little before the last one seen, and for three days the first time', async () => {
    const asked: number[] = [];
    const first = memory([]);
    await recoverDeliveries({ storage: first.storage, log: logOf([entry(1, 30)], asked), clock });
    await recoverDeliveries({ storage: first.storage, log: logOf([], asked), clock });
    expect(asked).toEqual([NOW - 72 * 60 * MINUTE, NOW - 45 * MINUTE]);
    expect(first.cursors.get('delivery-log')).toBe(String(NOW - 30 * MINUTE));
  });

  test('a payload that GitHub does not have any more is left', async () => {
    const { storage, added } = memory([]);
    await recoverDeliveries({ storage, log: logOf([entry(404, 30)]), clock });
    expect(added).toEqual([]);
  });
});
