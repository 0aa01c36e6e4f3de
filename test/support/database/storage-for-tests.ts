import { type OpenStorage, openStorage, type StorageOptions } from '../../../src/storage/open-storage.ts';
import { freshDatabase } from './database.ts';

export interface StorageForTests extends OpenStorage {
  readonly databaseUrl: string;
  readonly clock: { now(): number; set(to: number): void };
}

/** A storage on a database of its own, with a clock that the test moves. `close` drops the database too. */
export async function storageForTests(options: Partial<StorageOptions> = {}): Promise<StorageForTests> {
  const database = await freshDatabase();
  let now = 1_800_000_000_000;
  const clock = {
    now: () => now,
    set: (to: number) => {
      now = to;
    },
  };
  const open = await openStorage({ databaseUrl: database.url, dataFolder: '', clock, ...options });
  return {
    ...open,
    databaseUrl: database.url,
    clock,
    async close() {
      await open.close();
      await database.drop();
    },
  };
}
