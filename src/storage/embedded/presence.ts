import pg from 'pg';

/**
 * The advisory lock that every process which uses the server holds, shared: who gets it exclusively is alone, and may
 * stop the server.
 */
const PRESENCE = 0x77_68_61_74;

/** Connects and takes the presence lock for as long as the connection lives; rejects where the server is being stopped. */
export async function becomePresent(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: 'whatchanged presence', keepAlive: true });
  // A failure shows in the promise of the query, or as the connection's `end`.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select pg_advisory_lock_shared($1)', [PRESENCE]);
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
}

/** Gives the presence up. True where no other process is present; from then on none can become so. */
export async function isAlone(presence: pg.Client): Promise<boolean> {
  try {
    await presence.query('select pg_advisory_unlock_shared($1)', [PRESENCE]);
    const { rows } = await presence.query<{ alone: boolean }>('select pg_try_advisory_lock($1) as alone', [PRESENCE]);
    return rows[0]?.alone === true;
  } catch {
    return false;
  }
}
