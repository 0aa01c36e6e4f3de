import type { Kysely } from 'kysely';
import { isOpenRevert, type StoredRevert } from '../../investigation/commands/stored-revert.ts';
import type { RevertTable } from '../contract.ts';
import type { Database } from '../database.ts';

/** Reverts; the open ones of a repository are locked together, through the repository's own row. */
export function revertTable(db: Kysely<Database>): RevertTable {
  const documents = (installationId: number) =>
    db.selectFrom('reverts').select('document').where('installation_id', '=', installationId);
  return {
    async save(installationId, revert) {
      const facts = {
        incident_id: revert.incidentId,
        repository_id: revert.repositoryId,
        at: revert.at,
        is_open: isOpenRevert(revert),
        is_automatic: revert.by.kind === 'automatic',
        pull_number: revert.draft?.number ?? null,
        document: JSON.stringify(revert),
      };
      await db
        .insertInto('reverts')
        .values({ installation_id: installationId, id: revert.id, ...facts })
        .onConflict((conflict) => conflict.columns(['installation_id', 'id']).doUpdateSet(facts))
        .execute();
    },

    async get(installationId, id) {
      const row = await documents(installationId).where('id', '=', id).executeTakeFirst();
      return row?.document as StoredRevert | undefined;
    },

    async ofIncident(installationId, incidentId) {
      const own = documents(installationId).where('incident_id', '=', incidentId);
      return (await own.orderBy('at').orderBy('id').execute()).map((row) => row.document as StoredRevert);
    },

    async between(installationId, from, to) {
      const asked = documents(installationId).where('at', '>=', from).where('at', '<', to);
      return (await asked.orderBy('at').orderBy('id').execute()).map((row) => row.document as StoredRevert);
    },

    async lockOpen(installationId, repositoryId) {
      await db
        .selectFrom('repositories')
        .select('repository_id')
        .where((where) => where.and({ installation_id: installationId, repository_id: repositoryId }))
        .forUpdate()
        .execute();
      const own = documents(installationId).where('repository_id', '=', repositoryId).where('is_open', '=', true);
      return (await own.orderBy('at').orderBy('id').execute()).map((row) => row.document as StoredRevert);
    },

    async ofPull(installationId, repositoryId, number) {
      const own = documents(installationId).where('repository_id', '=', repositoryId);
      const row = await own.where('pull_number', '=', number).executeTakeFirst();
      return row?.document as StoredRevert | undefined;
    },

    async open(limit) {
      const rows = await db
        .selectFrom('reverts')
        .select(['installation_id', 'id'])
        .where('is_open', '=', true)
        .orderBy('at')
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map((row) => ({ installationId: row.installation_id, id: row.id }));
    },

    async countAutomatic(installationId, since) {
      const { count } = await db
        .selectFrom('reverts')
        .select((select) => select.fn.countAll<string>().as('count'))
        .where('installation_id', '=', installationId)
        .where('is_automatic', '=', true)
        .where('at', '>=', since)
        .executeTakeFirstOrThrow();
      return Number(count);
    },
  };
}
