import type { Kysely, Selectable } from 'kysely';
import type { AlertTable, StoredAlert } from '../contract.ts';
import type { Database } from '../database.ts';

/** Alerts by key, each once however often it is delivered. */
export function alertTable(db: Kysely<Database>): AlertTable {
  const ofInstallation = (installationId: number) =>
    db
      .selectFrom('alerts')
      .select(['document', 'deliveries'])
      .where('installation_id', '=', installationId)
      .orderBy('starts_at')
      .orderBy('key');

  return {
    async save(installationId, alert) {
      const key = { installation_id: installationId, key: alert.key };
      const added = await db
        .insertInto('alerts')
        .values({ ...key, ...columns(alert), deliveries: 1 })
        .onConflict((conflict) => conflict.columns(['installation_id', 'key']).doNothing())
        .returning(['document', 'deliveries'])
        .executeTakeFirst();
      if (added !== undefined) return storedAlert(added);
      const stored = await db
        .selectFrom('alerts')
        .select(['document', 'deliveries'])
        .where((where) => where.and(key))
        .forUpdate()
        .executeTakeFirstOrThrow();
      const updated = await db
        .updateTable('alerts')
        .set({ ...columns(later(storedAlert(stored), alert)), deliveries: stored.deliveries + 1 })
        .where((where) => where.and(key))
        .returning(['document', 'deliveries'])
        .executeTakeFirstOrThrow();
      return storedAlert(updated);
    },

    async get(installationId, key) {
      const row = await ofInstallation(installationId).where('key', '=', key).executeTakeFirst();
      return row && storedAlert(row);
    },

    async ofIncident(installationId, incidentId) {
      const rows = await ofInstallation(installationId).where('incident_id', '=', incidentId).execute();
      return rows.map(storedAlert);
    },

    async between(installationId, from, to) {
      const rows = await ofInstallation(installationId)
        .where('starts_at', '>=', from)
        .where('starts_at', '<', to)
        .execute();
      return rows.map(storedAlert);
    },

    async unmapped(installationId, limit) {
      const rows = await ofInstallation(installationId)
        .clearOrderBy()
        .where('incident_id', 'is', null)
        .orderBy('starts_at', 'desc')
        .orderBy('key')
        .limit(limit)
        .execute();
      return rows.map(storedAlert);
    },
  };
}

type IncomingAlert = Omit<StoredAlert, 'deliveries'>;

/** What is known after another delivery: the first receipt stands, a resolved alert stays resolved, a mapping stays. */
function later(stored: IncomingAlert, incoming: IncomingAlert): IncomingAlert {
  const { unmappedReason, ...facts } = { ...stored, ...incoming };
  const stale = stored.status === 'resolved' && incoming.status === 'firing';
  return {
    ...facts,
    ...(stale ? { status: stored.status, ...(stored.endsAt === undefined ? {} : { endsAt: stored.endsAt }) } : {}),
    receivedAt: stored.receivedAt,
    ...(facts.incidentId === undefined && unmappedReason !== undefined ? { unmappedReason } : {}),
  };
}

function columns(alert: IncomingAlert) {
  return {
    starts_at: alert.startsAt,
    incident_id: alert.incidentId ?? null,
    unmapped_reason: alert.unmappedReason ?? null,
    document: JSON.stringify(alert),
  };
}

function storedAlert(row: Pick<Selectable<Database['alerts']>, 'document' | 'deliveries'>): StoredAlert {
  return { ...(row.document as IncomingAlert), deliveries: row.deliveries };
}
