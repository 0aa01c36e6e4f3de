import type { Kysely } from 'kysely';
import type { DeployEvent, LedgerKey } from '../../investigation/ledger/deploy-event.ts';
import type { Comparison, LedgerDeploy } from '../../investigation/ledger/ledger-deploy.ts';
import type { LedgerTable } from '../contract.ts';
import type { Database } from '../database.ts';

/** Deploy events as they came, the ledger computed from them, and the comparisons that it needed. */
export function ledgerTable(db: Kysely<Database>): LedgerTable {
  const keyColumns = (installationId: number, { repositoryId, service, environment }: LedgerKey) => ({
    installation_id: installationId,
    repository_id: repositoryId,
    service,
    environment,
  });
  const addKey = (installationId: number, key: LedgerKey) =>
    db
      .insertInto('ledger_keys')
      .values(keyColumns(installationId, key))
      .onConflict((conflict) => conflict.doNothing())
      .execute();

  return {
    async addEvent(installationId, event) {
      await addKey(installationId, event);
      const added = await db
        .insertInto('deploy_events')
        .values({
          ...keyColumns(installationId, event),
          event_id: event.eventId,
          at: event.at,
          document: JSON.stringify(event),
        })
        .onConflict((conflict) => conflict.columns(['installation_id', 'event_id']).doNothing())
        .returning('event_id')
        .executeTakeFirst();
      return added !== undefined;
    },

    async lockEvents(installationId, key) {
      await addKey(installationId, key);
      // The key's own row is the lock: a row lock works wherever the rows are, an advisory lock only on one server.
      await db
        .selectFrom('ledger_keys')
        .select('installation_id')
        .where((where) => where.and(keyColumns(installationId, key)))
        .forUpdate()
        .execute();
      const rows = await db
        .selectFrom('deploy_events')
        .select('document')
        .where((where) => where.and(keyColumns(installationId, key)))
        .orderBy('at')
        .orderBy('event_id')
        .execute();
      return rows.map((row) => row.document as DeployEvent);
    },

    async saveDeploys(installationId, key, deploys) {
      await db
        .deleteFrom('deploys')
        .where((where) => where.and(keyColumns(installationId, key)))
        .execute();
      // In portions, because one statement takes at most 65,535 parameters.
      for (let from = 0; from < deploys.length; from += 1_000) {
        const rows = deploys.slice(from, from + 1_000).map((deploy) => ({
          ...keyColumns(installationId, key),
          id: deploy.id,
          started_at: deploy.startedAt,
          over_at: overAt(deploy),
          document: JSON.stringify(deploy),
        }));
        await db.insertInto('deploys').values(rows).execute();
      }
    },

    async deploysOf(installationId, key) {
      const rows = await db
        .selectFrom('deploys')
        .select('document')
        .where((where) => where.and(keyColumns(installationId, key)))
        .orderBy('started_at')
        .orderBy('id')
        .execute();
      return rows.map((row) => row.document as LedgerDeploy);
    },

    async deploysBetween(installationId, from, to) {
      const rows = await db
        .selectFrom('deploys')
        .select('document')
        .where('installation_id', '=', installationId)
        .where('started_at', '<', to)
        .where((where) =>
          where.or([where('started_at', '>=', from), where('over_at', 'is', null), where('over_at', '>', from)]),
        )
        .orderBy('started_at')
        .orderBy('id')
        .execute();
      return rows.map((row) => row.document as LedgerDeploy);
    },

    async get(installationId, deployId) {
      const row = await db
        .selectFrom('deploys')
        .select('document')
        .where('installation_id', '=', installationId)
        .where('id', '=', deployId)
        .orderBy('started_at')
        .limit(1)
        .executeTakeFirst();
      return row?.document as LedgerDeploy | undefined;
    },

    async keys(installationId) {
      const rows = await db
        .selectFrom('ledger_keys')
        .selectAll()
        .where('installation_id', '=', installationId)
        .orderBy('repository_id')
        .orderBy('service')
        .orderBy('environment')
        .execute();
      return rows.map((row) => ({
        repositoryId: row.repository_id,
        service: row.service,
        environment: row.environment,
      }));
    },

    async saveComparison(installationId, repositoryId, comparison) {
      const document = JSON.stringify(comparison);
      await db
        .insertInto('comparisons')
        .values({
          installation_id: installationId,
          repository_id: repositoryId,
          base: comparison.base,
          head: comparison.head,
          document,
        })
        .onConflict((conflict) =>
          conflict.columns(['installation_id', 'repository_id', 'base', 'head']).doUpdateSet({ document }),
        )
        .execute();
    },

    async comparisons(installationId, repositoryId) {
      const rows = await db
        .selectFrom('comparisons')
        .select('document')
        .where('installation_id', '=', installationId)
        .where('repository_id', '=', repositoryId)
        .orderBy('base')
        .orderBy('head')
        .execute();
      return rows.map((row) => row.document as Comparison);
    },
  };
}

/** A deploy that failed matters only at its beginning; one that is live or still running is not over. */
function overAt({ liveAt, endedAt, outcome, startedAt }: LedgerDeploy): number | null {
  if (endedAt !== undefined) return endedAt;
  return liveAt === undefined && outcome === 'failure' ? startedAt : null;
}
