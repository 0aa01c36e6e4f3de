import type { InstanceConfiguration } from '../../config/instance-configuration.ts';
import type { Clock } from '../../platform/clock.ts';
import { OperationalError } from '../../platform/errors.ts';
import type { OpenStorage } from '../../storage/open-storage.ts';
import { hasStore } from '../ask/has-store.ts';
import type { Finding } from './finding.ts';

export interface OpenedStore {
  readonly opened?: OpenStorage;
  readonly finding: Finding;
}

/** Opens the store where it is there and migrated; it is never migrated by looking at it. The embedded one is shared with a running server. */
export async function openStore({ storage }: InstanceConfiguration, clock: Clock): Promise<OpenedStore> {
  const { databaseUrl, dataFolder } = storage;
  if (!hasStore(storage)) {
    const todo =
      'Start `whatchanged serve`, which makes it; or set WHATCHANGED_DATA or DATABASE_URL as the server has them.';
    return { finding: { state: 'problem', says: `There is no store in ${dataFolder} yet.`, todo } };
  }
  try {
    const { openStorage } = await import('../../storage/open-storage.ts');
    const opened = await openStorage({ ...storage, clock, poolSize: 2, mayMigrate: false });
    const where = databaseUrl === undefined ? `The PostgreSQL in ${dataFolder}` : 'The PostgreSQL of DATABASE_URL';
    return { opened, finding: { state: 'ok', says: `${where} answers and is migrated.` } };
  } catch (error) {
    if (!(error instanceof OperationalError)) throw error;
    const todo = 'The message says what to do; nothing else of the store can be looked at.';
    return { finding: { state: 'problem', says: error.message, todo } };
  }
}
