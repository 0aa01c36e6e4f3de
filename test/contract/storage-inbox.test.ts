import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { NewDelivery } from '../../src/storage/contract.ts';
import { type OpenStorage, openStorage } from '../../src/storage/open-storage.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

let database: FreshDatabase;
let open: OpenStorage;
const clock = { now: () => 1_800_000_000_000 };

beforeAll(async () => {
  database = await freshDatabase();
  open = await openStorage({ databaseUrl: database.url, dataFolder: '/nonexistent', clock });
});
afterAll(async () => {
  await open.close();
  await database.drop();
});

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

describe('inbox', () => {
  test('gives back the very bytes and headers', async () => {
    const { id, added } = await open.storage.transaction((tx) => tx.inbox.add(delivery('bytes')));
    const stored = await open.storage.transaction((tx) => tx.inbox.get(0, id));
    expect(added).toBe(true);
    expect(stored).toEqual({ ...delivery('bytes'), id, receivedAt: clock.now(), state: 'pending' });
  });
});
