import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { type OpenStorage, openStorage } from '../../../src/storage/open-storage.ts';
import { type FreshDatabase, freshDatabase } from './database.ts';

/** What the tests of a file share: one storage, and the installation of the test that runs. */
export interface InstallationPerTest {
  readonly opened: OpenStorage;
  readonly installationId: number;
  /** For a test that needs several. */
  next(): void;
}

/** A storage on a database of its own, whose clock stands still; each test of the file is an installation of its own, `apart` from the last. */
export function installationPerTest(now: number, apart = 1): InstallationPerTest {
  let database: FreshDatabase;
  let opened: OpenStorage;
  let installationId = 0;
  const next = (): void => {
    installationId += apart;
  };
  beforeAll(async () => {
    database = await freshDatabase();
    opened = await openStorage({ databaseUrl: database.url, dataFolder: '/nonexistent', clock: { now: () => now } });
  });
  afterAll(async () => {
    await opened.close();
    await database.drop();
  });
  beforeEach(next);
  return {
    get opened() {
      return opened;
    },
    get installationId() {
      return installationId;
    },
    next,
  };
}
