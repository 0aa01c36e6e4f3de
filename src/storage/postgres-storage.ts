import { setTimeout as pause } from 'node:timers/promises';
import { Kysely, type Transaction as SqlTransaction, sql } from 'kysely';
import type { Pool } from 'pg';
import type { PgBoss } from 'pg-boss';
import type { JobName, Jobs } from '../jobs/contract.ts';
import type { Clock } from '../platform/clock.ts';
import type { Storage, Transaction } from './contract.ts';
import type { Database } from './database.ts';
import { connectionWasLost, databaseFailure, isTransactionConflict } from './database-failure.ts';
import { jobsOn } from './jobs-on.ts';
import { poolDialect } from './pool-dialect.ts';
import { storableTextPlugin } from './storable-text.ts';
import { alertTable } from './tables/alert-table.ts';
import { changeTable } from './tables/change-table.ts';
import { commandTable } from './tables/command-table.ts';
import { commitTable } from './tables/commit-table.ts';
import { cursorTable } from './tables/cursor-table.ts';
import { effectTable } from './tables/effect-table.ts';
import { feedbackTable } from './tables/feedback-table.ts';
import { inboxTable } from './tables/inbox-table.ts';
import { incidentTable } from './tables/incident-table.ts';
import { installationTable } from './tables/installation-table.ts';
import { investigationTable } from './tables/investigation-table.ts';
import { ledgerTable } from './tables/ledger-table.ts';
import { repositoryTable } from './tables/repository-table.ts';
import { revertTable } from './tables/revert-table.ts';
import { watchFailures } from './watch-failures.ts';

export interface PostgresStorage {
  readonly pool: Pool;
  readonly queue: PgBoss;
  readonly clock: Clock;
  /** Called after a commit, for each job that may start now. */
  readonly committed: (job: JobName) => void;
}

/** How often a transaction is tried at most, when it keeps losing a deadlock or finding dead connections. */
const TRIES = 12;

/** The storage contract on PostgreSQL 15 or later. Closing it closes the pool. */
export function postgresStorage({ pool, queue, clock, committed }: PostgresStorage): Storage {
  const db = new Kysely<Database>({ dialect: poolDialect(pool), plugins: [storableTextPlugin] });

  const tables = (trx: SqlTransaction<Database>, jobs: Jobs, failures: unknown[]): Transaction => {
    const failed = (error: unknown) => failures.push(error);
    const q = trx.withSchema('whatchanged');
    return {
      inbox: watchFailures(inboxTable(q, clock), failed),
      installations: watchFailures(installationTable(q), failed),
      repositories: watchFailures(repositoryTable(q), failed),
      ledger: watchFailures(ledgerTable(q), failed),
      commits: watchFailures(commitTable(q), failed),
      changes: watchFailures(changeTable(q), failed),
      alerts: watchFailures(alertTable(q), failed),
      incidents: watchFailures(incidentTable(q), failed),
      investigations: watchFailures(investigationTable(q), failed),
      commands: watchFailures(commandTable(q), failed),
      feedback: watchFailures(feedbackTable(q), failed),
      reverts: watchFailures(revertTable(q), failed),
      effects: watchFailures(effectTable(q, jobs, clock), failed),
      cursors: watchFailures(cursorTable(q), failed),
      jobs: watchFailures(jobs, failed),
    };
  };

  return {
    async transaction(work, { statementTimeoutMs } = {}) {
      for (let tried = 1; ; tried += 1) {
        const enqueued = new Set<JobName>();
        const failures: unknown[] = [];
        let begun = false;
        try {
          const result = await db.transaction().execute(async (trx) => {
            begun = true;
            if (statementTimeoutMs !== undefined) {
              await sql`select set_config('statement_timeout', ${String(statementTimeoutMs)}, true)`.execute(trx);
            }
            const { jobs, flush } = jobsOn(trx, queue, clock, (name) => enqueued.add(name));
            const done = await work(tables(trx, jobs, failures));
            if (failures.length > 0) throw failures[0];
            await flush();
            return done;
          });
          for (const job of enqueued) committed(job);
          return result;
        } catch (error) {
          // What a later statement says ("transaction is aborted") is only the echo of the first failure.
          const cause = failures.includes(error) ? failures[0] : error;
          const again = isTransactionConflict(failures[0] ?? error) || (!begun && connectionWasLost(error));
          if (!again || tried === TRIES) throw databaseFailure(cause);
          await pause(5 + Math.random() * 20 * tried);
        }
      }
    },

    async ping() {
      try {
        await sql`select 1`.execute(db);
      } catch (error) {
        throw databaseFailure(error);
      }
    },

    close: () => pool.end(),
  };
}
