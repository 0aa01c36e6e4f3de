import type { Kysely, Selectable } from 'kysely';
import type { Installation, InstallationTable } from '../contract.ts';
import type { Database } from '../database.ts';

/** Who installed the App, and what it was granted. */
export function installationTable(db: Kysely<Database>): InstallationTable {
  return {
    async save({ installationId, account, suspended, removed, permissions }) {
      const facts = { account, suspended, removed, permissions: JSON.stringify(permissions) };
      await db
        .insertInto('installations')
        .values({ installation_id: installationId, ...facts })
        .onConflict((conflict) => conflict.column('installation_id').doUpdateSet(facts))
        .execute();
    },

    async get(installationId) {
      const row = await db
        .selectFrom('installations')
        .selectAll()
        .where('installation_id', '=', installationId)
        .executeTakeFirst();
      return row && installation(row);
    },

    async list() {
      return (await db.selectFrom('installations').selectAll().orderBy('installation_id').execute()).map(installation);
    },
  };
}

function installation(row: Selectable<Database['installations']>): Installation {
  return {
    installationId: row.installation_id,
    account: row.account,
    suspended: row.suspended,
    removed: row.removed,
    permissions: row.permissions as Record<string, string>,
  };
}
