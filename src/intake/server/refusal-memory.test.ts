import { expect, test } from '@jest/globals';
import { MINUTE_MS } from '../../investigation/time.ts';
import { createLog } from '../../platform/log.ts';
import type { Storage, Transaction } from '../../storage/contract.ts';
import { keptRefusal } from './kept-refusal.ts';
import { refusalMemory } from './refusal-memory.ts';

function storage() {
  const kept = new Map<string, string>();
  let [writes, away] = [0, false];
  const cursors = {
    get: async (installationId: number, name: string) => kept.get(`${installationId} ${name}`),
    set: async (installationId: number, name: string, value: string) => {
      writes += 1;
      kept.set(`${installationId} ${name}`, value);
    },
  };
  const tx = { cursors } as unknown as Transaction;
  const transaction: Storage['transaction'] = async (work) => {
    if (away) throw new Error('the database is away');
    return work(tx);
  };
  return {
    storage: { transaction } as Storage,
    tx,
    writes: () => writes,
    goAway: () => {
      away = true;
    },
  };
}

test('the last refusal of each endpoint is kept, written at most once a minute for each reason', async () => {
  const { storage: store, tx, writes } = storage();
  let now = 1_000;
  const memory = refusalMemory({ storage: store, clock: { now: () => now }, log: createLog({ level: 'silent' }) });
  const [main, other] = [
    { installationId: 1, id: 'main' },
    { installationId: 2, id: 'main' },
  ];
  for (let count = 0; count < 50; count += 1) memory.refused(main, 'bad-credential');
  memory.refused(main, 'too-large');
  memory.refused(other, 'bad-credential');
  expect(writes()).toBe(3);
  expect(await keptRefusal(tx, main)).toEqual({ at: 1_000, reason: 'too-large' });
  now += MINUTE_MS;
  memory.refused(main, 'bad-credential');
  expect(await keptRefusal(tx, main)).toEqual({ at: 61_000, reason: 'bad-credential' });
  expect(await keptRefusal(tx, other)).toEqual({ at: 1_000, reason: 'bad-credential' });
  expect(await keptRefusal(tx, { installationId: 1, id: 'never' })).toBeUndefined();
});

test('a database that is away fails nothing', async () => {
  const { storage: store, tx, goAway } = storage();
  goAway();
  const memory = refusalMemory({ storage: store, clock: { now: () => 1 }, log: createLog({ level: 'silent' }) });
  expect(() => memory.refused({ installationId: 1, id: 'main' }, 'bad-credential')).not.toThrow();
  expect(await keptRefusal(tx, { installationId: 1, id: 'main' })).toBeUndefined();
});
