import type { Kysely } from 'kysely';
import type { StoredCommand } from '../../investigation/commands/stored-command.ts';
import type { CommandTable } from '../contract.ts';
import type { Database } from '../database.ts';

/** Commands by comment; the incident's own row is what a transaction locks, also while there is no command yet. */
export function commandTable(db: Kysely<Database>): CommandTable {
  return {
    async lockIncident(installationId, incidentId) {
      await db
        .selectFrom('incidents')
        .select('id')
        .where((where) => where.and({ installation_id: installationId, id: incidentId }))
        .forUpdate()
        .execute();
      const rows = await db
        .selectFrom('commands')
        .select('document')
        .where((where) => where.and({ installation_id: installationId, incident_id: incidentId }))
        .orderBy('at')
        .orderBy('comment_id')
        .execute();
      return rows.map((row) => row.document as StoredCommand);
    },

    async save(installationId, command) {
      const facts = { incident_id: command.incidentId, at: command.at, document: JSON.stringify(command) };
      await db
        .insertInto('commands')
        .values({ installation_id: installationId, comment_id: command.commentId, ...facts })
        .onConflict((conflict) => conflict.columns(['installation_id', 'comment_id']).doUpdateSet(facts))
        .execute();
    },
  };
}
