import type { Kysely, Selectable } from 'kysely';
import type { Clock } from '../../platform/clock.ts';
import type { Delivery, DeliveryState, InboxTable } from '../contract.ts';
import type { Database, InboxRow } from '../database.ts';

/** Deliveries as they came: the body is stored as bytes and never parsed here. */
export function inboxTable(db: Kysely<Database>, clock: Clock): InboxTable {
  const byId = (installationId: number, id: string) =>
    db.selectFrom('inbox').selectAll().where('installation_id', '=', installationId).where('id', '=', Number(id));

  return {
    async add({ installationId, endpoint, source, kind, dedupeKey, via, headers, body }) {
      const added = await db
        .insertInto('inbox')
        .values({
          installation_id: installationId,
          endpoint,
          source,
          kind,
          dedupe_key: dedupeKey,
          via,
          headers: JSON.stringify(headers),
          body: Buffer.from(body.buffer, body.byteOffset, body.byteLength),
          received_at: clock.now(),
          state: 'pending',
          reason: null,
        })
        .onConflict((conflict) => conflict.columns(['installation_id', 'endpoint', 'dedupe_key']).doNothing())
        .returning('id')
        .executeTakeFirst();
      if (added !== undefined) return { id: String(added.id), added: true };
      const first = await db
        .selectFrom('inbox')
        .select('id')
        .where('installation_id', '=', installationId)
        .where('endpoint', '=', endpoint)
        .where('dedupe_key', '=', dedupeKey)
        .executeTakeFirstOrThrow();
      return { id: String(first.id), added: false };
    },

    async get(installationId, id) {
      if (!/^\d{1,15}$/.test(id)) return undefined;
      const row = await byId(installationId, id).executeTakeFirst();
      return row && delivery(row);
    },

    async finish(installationId, id, { state, reason }) {
      await db
        .updateTable('inbox')
        .set({ state, reason: reason ?? null })
        .where('installation_id', '=', installationId)
        .where('id', '=', Number(id))
        .execute();
    },

    async list({ state, limit }) {
      const newestFirst = db.selectFrom('inbox').selectAll().orderBy('received_at', 'desc').orderBy('id', 'desc');
      const rows = await (state === undefined ? newestFirst : newestFirst.where('state', '=', state))
        .limit(limit)
        .execute();
      return rows.map(delivery);
    },

    async countByState() {
      const rows = await db
        .selectFrom('inbox')
        .select(({ fn }) => ['state', fn.countAll<number>().as('count')])
        .groupBy('state')
        .execute();
      const none: Record<DeliveryState, number> = { pending: 0, done: 0, ignored: 0, unmapped: 0, dead: 0 };
      return { ...none, ...Object.fromEntries(rows.map(({ state, count }) => [state, count])) };
    },

    async oldestUnprocessedAt() {
      const row = await db
        .selectFrom('inbox')
        .select('received_at')
        .where('state', '=', 'pending')
        .orderBy('received_at')
        .limit(1)
        .executeTakeFirst();
      return row?.received_at;
    },

    async known(endpoint, dedupeKeys) {
      if (dedupeKeys.length === 0) return new Set();
      const rows = await db
        .selectFrom('inbox')
        .select('dedupe_key')
        .where('endpoint', '=', endpoint)
        .where('dedupe_key', 'in', [...dedupeKeys])
        .execute();
      return new Set(rows.map((row) => row.dedupe_key));
    },
  };
}

function delivery(row: Selectable<InboxRow>): Delivery {
  return {
    installationId: row.installation_id,
    id: String(row.id),
    endpoint: row.endpoint,
    source: row.source,
    kind: row.kind,
    dedupeKey: row.dedupe_key,
    via: row.via,
    headers: row.headers as Record<string, string>,
    body: row.body,
    receivedAt: row.received_at,
    state: row.state,
    ...(row.reason === null ? {} : { reason: row.reason }),
  };
}
