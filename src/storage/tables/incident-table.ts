import type { Kysely } from 'kysely';
import type { Incident } from '../../investigation/incident/incident.ts';
import type { IncidentTable } from '../contract.ts';
import type { Database } from '../database.ts';

/** Incidents; a service and environment has its own row to lock, also while no incident exists there. */
export function incidentTable(db: Kysely<Database>): IncidentTable {
  return {
    async lockOpen(installationId, service, environment) {
      const scope = { installation_id: installationId, service, environment };
      await db
        .insertInto('incident_scopes')
        .values(scope)
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      await db
        .selectFrom('incident_scopes')
        .select('installation_id')
        .where((where) => where.and(scope))
        .forUpdate()
        .execute();
      const rows = await db
        .selectFrom('incidents')
        .select('document')
        .where((where) => where.and({ ...scope, state: 'open' }))
        .orderBy('opened_at')
        .orderBy('id')
        .execute();
      return rows.map((row) => row.document as Incident);
    },

    async ofService(installationId, service, environment, limit) {
      const rows = await db
        .selectFrom('incidents')
        .select('document')
        .where((where) => where.and({ installation_id: installationId, service, environment }))
        .orderBy('last_signal_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
      return rows.map((row) => row.document as Incident);
    },

    async save(incident) {
      const facts = {
        service: incident.service,
        environment: incident.environment,
        state: incident.state,
        opened_at: incident.openedAt,
        last_signal_at: incident.lastSignalAt,
        document: JSON.stringify(incident),
      };
      await db
        .insertInto('incidents')
        .values({ installation_id: incident.installationId, id: incident.id, ...facts })
        .onConflict((conflict) => conflict.columns(['installation_id', 'id']).doUpdateSet(facts))
        .execute();
    },

    async get(installationId, id) {
      const row = await db
        .selectFrom('incidents')
        .select('document')
        .where('installation_id', '=', installationId)
        .where('id', '=', id)
        .executeTakeFirst();
      return row?.document as Incident | undefined;
    },

    async list(installationId, { state, limit }) {
      const newestFirst = db
        .selectFrom('incidents')
        .select('document')
        .where('installation_id', '=', installationId)
        .orderBy('opened_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit);
      const rows = await (state === undefined ? newestFirst : newestFirst.where('state', '=', state)).execute();
      return rows.map((row) => row.document as Incident);
    },

    async openedBetween(installationId, from, to) {
      const rows = await db
        .selectFrom('incidents')
        .select('document')
        .where('installation_id', '=', installationId)
        .where('opened_at', '>=', from)
        .where('opened_at', '<', to)
        .orderBy('opened_at', 'desc')
        .orderBy('id', 'desc')
        .execute();
      return rows.map((row) => row.document as Incident);
    },
  };
}
