import type { Kysely, Selectable } from 'kysely';
import type { Repository, RepositoryTable } from '../contract.ts';
import type { Database } from '../database.ts';

/** Repositories by their number, which outlives a rename. */
export function repositoryTable(db: Kysely<Database>): RepositoryTable {
  return {
    async save({ installationId, repositoryId, fullName, defaultBranch, visibility, removed }) {
      const facts = { full_name: fullName, default_branch: defaultBranch, visibility, removed };
      await db
        .insertInto('repositories')
        .values({ installation_id: installationId, repository_id: repositoryId, ...facts })
        .onConflict((conflict) => conflict.columns(['installation_id', 'repository_id']).doUpdateSet(facts))
        .execute();
    },

    async get(installationId, repositoryId) {
      const row = await db
        .selectFrom('repositories')
        .selectAll()
        .where('installation_id', '=', installationId)
        .where('repository_id', '=', repositoryId)
        .executeTakeFirst();
      return row && repository(row);
    },

    async list(installationId) {
      const rows = await db
        .selectFrom('repositories')
        .selectAll()
        .where('installation_id', '=', installationId)
        .orderBy('repository_id')
        .execute();
      return rows.map(repository);
    },
  };
}

function repository(row: Selectable<Database['repositories']>): Repository {
  return {
    installationId: row.installation_id,
    repositoryId: row.repository_id,
    fullName: row.full_name,
    defaultBranch: row.default_branch,
    visibility: row.visibility,
    removed: row.removed,
  };
}
