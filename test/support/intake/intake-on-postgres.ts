import type { ServerParts } from '../../../src/intake/server/start-server.ts';
import { systemClock } from '../../../src/platform/clock.ts';
import type { Delivery } from '../../../src/storage/inbox-contract.ts';
import { openStorage } from '../../../src/storage/open-storage.ts';
import { freshDatabase } from '../database/database.ts';
import { type IntakeServer, intakeServer } from './intake-server.ts';

export interface IntakeOnPostgres extends IntakeServer {
  /** Every delivery in the inbox, newest first. */
  stored(): Promise<readonly Delivery[]>;
  /** Takes the database away, with every connection to it. */
  dropDatabase(): Promise<void>;
  /** Closes the server alone; what it stored can still be read. */
  stop(): Promise<void>;
}

/** The real server on the real storage, with a database of its own. `close` ends all three. */
export async function intakeOnPostgres(parts: Partial<ServerParts> = {}): Promise<IntakeOnPostgres> {
  const database = await freshDatabase();
  const { storage, close } = await openStorage({ databaseUrl: database.url, dataFolder: '', clock: systemClock });
  const server = await intakeServer(storage, parts);
  let dropped = false;
  const dropDatabase = async () => {
    if (!dropped) await database.drop();
    dropped = true;
  };
  const stop = once(() => server.close());
  return {
    ...server,
    stored: () => storage.transaction((tx) => tx.inbox.list({ limit: 10_000 })),
    dropDatabase,
    stop,
    async close() {
      await stop();
      await close();
      await dropDatabase();
    },
  };
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= work();
    return done;
  };
}
