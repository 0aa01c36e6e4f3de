import type { Kysely, Selectable } from 'kysely';
import type { InvestigationTable, StoredInvestigation } from '../contract.ts';
import type { Database } from '../database.ts';

/** Each run of the investigation with its case, so that any verdict can be replayed. */
export function investigationTable(db: Kysely<Database>): InvestigationTable {
  const ofIncident = (installationId: number, incidentId: string) =>
    db
      .selectFrom('investigations')
      .selectAll()
      .where('installation_id', '=', installationId)
      .where('incident_id', '=', incidentId);

  return {
    async add(installationId, { incidentId, at, case: frozen, verdict }) {
      // Two runs of one incident take their rounds one after the other.
      await db
        .selectFrom('incidents')
        .select('id')
        .where('installation_id', '=', installationId)
        .where('id', '=', incidentId)
        .forUpdate()
        .execute();
      const last = await ofIncident(installationId, incidentId).orderBy('round', 'desc').limit(1).executeTakeFirst();
      const round = last === undefined ? 0 : last.round + 1;
      await db
        .insertInto('investigations')
        .values({
          installation_id: installationId,
          incident_id: incidentId,
          round,
          at,
          case: JSON.stringify(frozen),
          verdict: JSON.stringify(verdict),
        })
        .execute();
      return { incidentId, round, at, case: frozen, verdict };
    },

    async latest(installationId, incidentId) {
      const row = await ofIncident(installationId, incidentId).orderBy('round', 'desc').limit(1).executeTakeFirst();
      return row && storedInvestigation(row);
    },

    async get(installationId, incidentId, round) {
      const row = await ofIncident(installationId, incidentId).where('round', '=', round).executeTakeFirst();
      return row && storedInvestigation(row);
    },

    async list(installationId, incidentId) {
      return (await ofIncident(installationId, incidentId).orderBy('round').execute()).map(storedInvestigation);
    },

    async verdicts(installationId, incidentId) {
      const rows = await db
        .selectFrom('investigations')
        .select(['round', 'at', 'verdict'])
        .where('installation_id', '=', installationId)
        .where('incident_id', '=', incidentId)
        .orderBy('round')
        .execute();
      return rows.map((row) => ({ incidentId, ...row }));
    },
  };
}

function storedInvestigation(row: Selectable<Database['investigations']>): StoredInvestigation {
  return { incidentId: row.incident_id, round: row.round, at: row.at, case: row.case, verdict: row.verdict };
}
