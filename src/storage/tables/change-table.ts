import type { Kysely } from 'kysely';
import type { CaseChange } from '../../investigation/case.ts';
import type { ChangeTable } from '../contract.ts';
import type { Database } from '../database.ts';

/** Changes outside a deploy, such as a flag that was switched. */
export function changeTable(db: Kysely<Database>): ChangeTable {
  return {
    async add(installationId, change) {
      const added = await db
        .insertInto('changes')
        .values({ installation_id: installationId, id: change.id, at: change.at, document: JSON.stringify(change) })
        .onConflict((conflict) => conflict.columns(['installation_id', 'id']).doNothing())
        .returning('id')
        .executeTakeFirst();
      return added !== undefined;
    },

    async between(installationId, from, to) {
      const rows = await db
        .selectFrom('changes')
        .select('document')
        .where('installation_id', '=', installationId)
        .where('at', '>=', from)
        .where('at', '<', to)
        .orderBy('at')
        .orderBy('id')
        .execute();
      return rows.map((row) => row.document as CaseChange);
    },
  };
}
