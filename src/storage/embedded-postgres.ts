import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'pg';
import { SECOND_MS } from '../investigation/time.ts';
import { OperationalError } from '../platform/errors.ts';
import { openCluster } from './embedded/cluster.ts';
import { installedPostgres } from './embedded/installed-postgres.ts';
import { runningPort, type ServerOptions, startServer, stopServer } from './embedded/postgres-server.ts';
import { postgresUser } from './embedded/postgres-user.ts';
import { becomePresent, isAlone } from './embedded/presence.ts';
import type { StorageLog } from './storage-log.ts';

export interface EmbeddedPostgresOptions {
  readonly dataFolder: string;
  readonly log: StorageLog;
  /** Server settings over ours, such as `{ fsync: 'off' }` for a throw-away test database. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface EmbeddedPostgres {
  /** Address of the database, with its password. */
  readonly url: string;
  /** Leaves the server, and stops it where no other process uses it. */
  close(): Promise<void>;
}

interface Attached {
  readonly presence: Client;
  readonly port: number;
}

/** After a crash a server replays its log, and answers for up to this long that it is starting. */
const PATIENCE_MS = 60 * SECOND_MS;
const AFTER_FAILURE_MS = 5 * SECOND_MS;
/**
 * How often a start is tried: after a kill the old processes may need a moment to die, and until then no new server
 * starts.
 */
const STARTS = 10;

/**
 * Starts the PostgreSQL that comes with the program, or attaches to one that runs on this data folder already: that of
 * another whatchanged, or one that a killed process left behind. A process that finds it dead starts it again. The last
 * process that leaves stops it; a killed one leaves it running for the next. That no second server ever runs on the
 * folder, and none is stopped under another process, rests on PostgreSQL's own locks (its pid file, and the presence
 * lock). They hold on one machine: never share a data folder between machines or containers.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { log, settings = {} } = options;
  const user = await postgresUser();
  const binaries = await installedPostgres(user);
  const { folder, password } = await openCluster(resolve(options.dataFolder), binaries, user);
  const server: ServerOptions = { clusterFolder: folder, binaries, user, settings };
  const address = (port: number) => `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;

  let closed = false;
  const { presence, port } = await attach(server, address);
  let present: Promise<Client | undefined> = Promise.resolve(presence);
  const watch = (client: Client) => {
    client.once('end', () => {
      if (closed) return;
      log.warn({ folder }, 'the embedded PostgreSQL went away; it is started again');
      present = startAgain();
    });
  };
  const startAgain = async (): Promise<Client | undefined> => {
    while (!closed) {
      try {
        const again = await attach(server, address, port);
        if (again.port !== port)
          log.error({ port: again.port }, 'the embedded PostgreSQL has another port: restart whatchanged');
        watch(again.presence);
        return again.presence;
      } catch (error) {
        log.error({ error, folder }, 'the embedded PostgreSQL could not be started again; the next try follows');
        await pause(AFTER_FAILURE_MS);
      }
    }
    return undefined;
  };
  watch(presence);
  log.info({ port, folder }, 'embedded PostgreSQL is ready');

  return {
    url: address(port),
    async close() {
      if (closed) return;
      closed = true;
      const mine = await present;
      if (mine === undefined) return;
      if (await isAlone(mine)) await stopServer(server);
      await mine.end().catch(() => undefined);
    },
  };
}

/** Connects to the running server, or to the one that this starts; tries again while one starts or stops. */
async function attach(
  server: ServerOptions,
  address: (port: number) => string,
  wantedPort?: number,
): Promise<Attached> {
  const endsAt = performance.now() + PATIENCE_MS;
  for (let starts = 0; ; ) {
    try {
      let port = await runningPort(server.clusterFolder);
      if (port === undefined) {
        starts += 1;
        port = await startServer(server, wantedPort);
      }
      return { presence: await becomePresent(address(port)), port };
    } catch (error) {
      if (!isPassing(error) || starts >= STARTS || performance.now() > endsAt) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new OperationalError(
          'storage-unavailable',
          `The embedded PostgreSQL in ${server.clusterFolder} cannot be used: ${reason.replace(/\.$/, '')}. ` +
            'Its start.log and log/ tell more; make room where the disk is full, or set DATABASE_URL to a PostgreSQL 15 or later.',
          { retryable: true, cause: error },
        );
      }
    }
    await pause(200);
  }
}

/**
 * Whether waiting can help: not with a wrong password (SQLSTATE class 28), but while a server is starting, stopping or
 * not yet dead.
 */
const isPassing = (error: unknown) => !String((error as { code?: unknown }).code).startsWith('28');
