import pg from 'pg';
import type { JobName, JobPayloads } from '../../../src/jobs/contract.ts';

export interface WaitingJob<N extends JobName> {
  readonly payload: JobPayloads[N];
  /** Milliseconds until it may start; 0 or less where it may now. */
  readonly inMs: number;
  /** What it shares the workers' places with. */
  readonly group: string | null;
}

/** The jobs of a name that wait, oldest first, straight from the database. */
export async function waitingJobs<N extends JobName>(databaseUrl: string, name: N): Promise<readonly WaitingJob<N>[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query(
      `select data as payload, group_id as "group", extract(epoch from start_after - now())::float8 * 1000 as "inMs"
         from whatchanged_jobs.job where name = $1 and state < 'active' order by created_on, id`,
      [name],
    );
    return rows;
  } finally {
    await client.end();
  }
}

/** How many jobs of any name may start now or are at work. */
export async function jobsAtWork(databaseUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query(
      `select count(*)::int as "count" from whatchanged_jobs.job
         where state = 'active' or (state < 'active' and start_after <= now())`,
    );
    return rows[0].count;
  } finally {
    await client.end();
  }
}
