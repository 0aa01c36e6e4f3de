import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { OperationalError } from '../platform/errors.ts';
import { openCluster } from './embedded/cluster.ts';
import { postgresBinaries } from './embedded/postgres-binaries.ts';
import { runningPort, type ServerOptions, startServer, stopServer } from './embedded/postgres-server.ts';
import { postgresUser } from './embedded/postgres-user.ts';
import type { StorageLog } from './storage-log.ts';

export interface EmbeddedPostgresOptions {
  readonly dataFolder: string;
  readonly log: StorageLog;
  readonly settings?: Readonly<Record<string, string>>;
}

export interface EmbeddedPostgres {
  /** Address of the database, with its password. */
  readonly url: string;
  /** Leaves the server, and stops it where no other process uses it. */
  close(): Promise<void>;
}

/** Held, shared, by every process that uses the server: who gets it exclusively is alone and may stop the server. */
const PRESENCE = 0x77_68_61_74;
const TRIES = 20;

/**
 * Starts the PostgreSQL that comes with the program, or attaches to the one that already runs on this data folder:
 * another whatchanged's, or one that a killed process left behind. The last process that leaves stops it; a killed one
 * leaves it running for the next. A data folder belongs to one machine: never share it between containers.
 */
export async function startEmbeddedPostgres({
  dataFolder,
  log,
  settings = {},
}: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const folder = resolve(dataFolder);
  await mkdir(folder, { recursive: true });
  const binaries = postgresBinaries();
  const user = await postgresUser();
  const { folder: clusterFolder, password } = await openCluster(folder, binaries, user);
  const server: ServerOptions = { clusterFolder, binaries, user, settings };
  let closed = false;

  const attach = async (wantedPort?: number): Promise<{ client: pg.Client; port: number }> => {
    let last: unknown;
    for (let tried = 0; tried < TRIES && !closed; tried += 1) {
      let port = await runningPort(clusterFolder);
      if (port === undefined) {
        await startServer(server, wantedPort);
        port = await runningPort(clusterFolder);
      }
      if (port !== undefined) {
        try {
          return { client: await present(addressOf(password, port)), port };
        } catch (error) {
          // It is starting, or its last user just stopped it.
          last = error;
        }
      }
      await pause(100);
    }
    throw new OperationalError('storage-unavailable', `The embedded PostgreSQL in ${clusterFolder} does not answer.`, {
      retryable: true,
      cause: last,
    });
  };

  const { client, port } = await attach();
  let presence = client;
  const keep = (watched: pg.Client) => {
    watched.on('error', (error) => {
      if (closed) return;
      log.warn({ error }, 'the embedded PostgreSQL went away; it is started again');
      attach(port).then(
        (again) => {
          presence = again.client;
          keep(presence);
          if (again.port !== port)
            log.error({ port: again.port }, 'the embedded PostgreSQL has another port now: restart whatchanged');
        },
        (failure) => log.error({ error: failure }, 'the embedded PostgreSQL could not be started again'),
      );
    });
  };
  keep(presence);
  log.info({ port, folder: clusterFolder }, 'embedded PostgreSQL is ready');

  return {
    url: addressOf(password, port),
    async close() {
      if (closed) return;
      closed = true;
      presence.removeAllListeners('error');
      presence.on('error', () => undefined);
      if (await alone(presence)) await stopServer(server);
      await presence.end().catch(() => undefined);
    },
  };
}

const addressOf = (password: string, port: number) => `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;

/** Connects and takes the presence lock; rejects where the server is being stopped meanwhile. */
async function present(address: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: address,
    application_name: 'whatchanged presence',
    keepAlive: true,
  });
  // Until the caller watches the connection, a failure shows in the promise of the query.
  const ignore = () => undefined;
  client.on('error', ignore);
  try {
    await client.connect();
    await client.query('select pg_advisory_lock_shared($1)', [PRESENCE]);
    client.off('error', ignore);
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
}

/** True where no other process is present; from then on none can become so until the server is stopped. */
async function alone(presence: pg.Client): Promise<boolean> {
  try {
    await presence.query('select pg_advisory_unlock_shared($1)', [PRESENCE]);
    const { rows } = await presence.query<{ alone: boolean }>('select pg_try_advisory_lock($1) as alone', [PRESENCE]);
    return rows[0]?.alone === true;
  } catch {
    return false;
  }
}
