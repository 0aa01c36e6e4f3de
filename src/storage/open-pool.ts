import pg from 'pg';

export interface PoolOptions {
  readonly databaseUrl: string;
  /** How many connections at most. */
  readonly size: number;
  /** A statement that takes longer is ended by the server. */
  readonly statementTimeoutMs: number;
  /** How long a connection may take to be there; default 3 s, which is as long as a sender can wait. */
  readonly connectionTimeoutMs?: number;
  /** What `pg_stat_activity` shows. */
  readonly name: string;
  /** Called when a connection dies while nobody uses it; the pool replaces it by itself. */
  readonly onIdleError: (error: Error) => void;
}

const INT8 = 20;

/**
 * A pool of connections on which a commit is durable (`synchronous_commit` on, whatever the role says) and int8 is a
 * number: GitHub's ids and our times are far below 2^53, and a value that is not is refused instead of rounded.
 */
export function openPool({
  databaseUrl,
  size,
  statementTimeoutMs,
  connectionTimeoutMs = 3_000,
  name,
  onIdleError,
}: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: size,
    connectionTimeoutMillis: connectionTimeoutMs,
    statement_timeout: statementTimeoutMs,
    application_name: name,
    keepAlive: true,
    options: '-c synchronous_commit=on -c idle_in_transaction_session_timeout=60000',
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        oid === INT8 ? safeInteger : pg.types.getTypeParser(oid, format ?? 'text'),
    } as pg.CustomTypesConfig,
  });
  pool.on('error', onIdleError);
  // A connection that dies between two statements of a transaction says so here, and the next statement fails.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`The database holds ${text}, which is not a safe integer.`);
  return value;
}
