import { type Kysely, sql } from 'kysely';
import type { CursorTable } from '../contract.ts';
import type { Database } from '../database.ts';

/** Small state by name. */
export function cursorTable(db: Kysely<Database>): CursorTable {
  return {
    async get(installationId, name) {
      const row = await db
        .selectFrom('cursors')
        .select('value')
        .where('installation_id', '=', installationId)
        .where('name', '=', name)
        .executeTakeFirst();
      return row?.value;
    },

    async set(installationId, name, value) {
      await db
        .insertInto('cursors')
        .values({ installation_id: installationId, name, value })
        .onConflict((conflict) => conflict.columns(['installation_id', 'name']).doUpdateSet({ value }))
        .execute();
    },

    async lock(installationId, name, initial) {
      // An update that changes nothing locks the row, and sees what the one before left.
      const { value } = await db
        .insertInto('cursors')
        .values({ installation_id: installationId, name, value: initial })
        .onConflict((conflict) =>
          conflict.columns(['installation_id', 'name']).doUpdateSet({ value: sql<string>`cursors.value` }),
        )
        .returning('value')
        .executeTakeFirstOrThrow();
      return value;
    },

    async append(installationId, name, entry) {
      const joined = sql<string>`(cursors.value::jsonb || excluded.value::jsonb)::text`;
      await db
        .insertInto('cursors')
        .values({ installation_id: installationId, name, value: JSON.stringify([entry]) })
        .onConflict((conflict) => conflict.columns(['installation_id', 'name']).doUpdateSet({ value: joined }))
        .execute();
    },
  };
}
