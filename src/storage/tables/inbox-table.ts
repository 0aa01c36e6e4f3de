import type { Insertable, Kysely, Selectable } from 'kysely';
import type { Clock } from '../../platform/clock.ts';
import type { Database, InboxRow } from '../database.ts';
import type {
  Delivery,
  DeliveryBrief,
  DeliveryState,
  InboxTable,
  NewDelivery,
  StoredDelivery,
} from '../inbox-contract.ts';
import { storableText } from '../storable-text.ts';

const ID = /^\d{1,15}$/;
/** The columns without headers and body, which can be large. */
const BRIEF = [
  'installation_id',
  'id',
  'endpoint',
  'source',
  'kind',
  'dedupe_key',
  'via',
  'received_at',
  'state',
  'reason',
] as const;
/** What makes a delivery the same one. */
const KEY = ['installation_id', 'endpoint', 'dedupe_key'] as const;
type DeliveryKey = Pick<Selectable<InboxRow>, (typeof KEY)[number]>;

/** Deliveries as they came: the body is stored as bytes and never parsed here. */
export function inboxTable(db: Kysely<Database>, clock: Clock): InboxTable {
  const byId = (installationId: number, id: string) =>
    db.selectFrom('inbox').selectAll().where('installation_id', '=', installationId).where('id', '=', Number(id));

  const addAll: InboxTable['addAll'] = async (deliveries) => {
    if (deliveries.length === 0) return [];
    // In one order for everybody, so that two groups with the same deliveries never wait for each other.
    const rows = deliveries.map((each) => newRow(each, clock.now())).sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
    const added = await db
      .insertInto('inbox')
      .values(rows)
      .onConflict((conflict) => conflict.columns([...KEY]).doNothing())
      .returning(['id', ...KEY])
      .execute();
    const addedIds = new Map(added.map((row) => [keyOf(row), String(row.id)]));
    const ids = new Map([...addedIds, ...(await idsOf(rows.filter((row) => !addedIds.has(keyOf(row)))))]);
    return deliveries.map((each) => {
      const key = keyOf(newKey(each));
      const id = ids.get(key);
      if (id === undefined) throw new Error(`a delivery is neither new nor stored: ${each.dedupeKey}`);
      return { id, added: addedIds.delete(key) };
    });
  };

  async function idsOf(rows: readonly DeliveryKey[]): Promise<readonly (readonly [string, string])[]> {
    if (rows.length === 0) return [];
    const found = await db
      .selectFrom('inbox')
      .select(['id', ...KEY])
      .where((eb) =>
        eb(
          eb.refTuple('installation_id', 'endpoint', 'dedupe_key'),
          'in',
          rows.map((row) => eb.tuple(row.installation_id, row.endpoint, row.dedupe_key)),
        ),
      )
      .execute();
    return found.map((row) => [keyOf(row), String(row.id)]);
  }

  return {
    addAll,

    async add(delivery) {
      const [stored] = await addAll([delivery]);
      return stored as StoredDelivery;
    },

    async get(installationId, id) {
      if (!ID.test(id)) return undefined;
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

    async brief({ state, id, installationId, endpoint, before, limit }) {
      if (id !== undefined && !ID.test(id)) return [];
      const rows = await db
        .selectFrom('inbox')
        .select([...BRIEF])
        .$if(state !== undefined, (all) => all.where('state', '=', state as DeliveryState))
        .$if(id !== undefined, (all) => all.where('id', '=', Number(id)))
        .$if(installationId !== undefined, (all) => all.where('installation_id', '=', Number(installationId)))
        .$if(endpoint !== undefined, (all) => all.where('endpoint', '=', String(endpoint)))
        .$if(before !== undefined, (all) => all.where('received_at', '<', Number(before)))
        .orderBy('received_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
      return rows.map(brief);
    },

    async reopen(installationId, id) {
      if (!ID.test(id)) return false;
      const reopened = await db
        .updateTable('inbox')
        .set({ state: 'pending', reason: null })
        .where('installation_id', '=', installationId)
        .where('id', '=', Number(id))
        .where('state', '<>', 'pending')
        .returning('id')
        .execute();
      return reopened.length > 0;
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

function newKey({ installationId, endpoint, dedupeKey }: NewDelivery): DeliveryKey {
  return { installation_id: installationId, endpoint: storableText(endpoint), dedupe_key: storableText(dedupeKey) };
}

function newRow(delivery: NewDelivery, receivedAt: number): Insertable<InboxRow> & DeliveryKey {
  const { source, kind, via, headers, body } = delivery;
  return {
    ...newKey(delivery),
    source,
    kind,
    via,
    headers: JSON.stringify(headers),
    body: Buffer.from(body.buffer, body.byteOffset, body.byteLength),
    received_at: receivedAt,
    state: 'pending',
    reason: null,
  };
}

const keyOf = (row: DeliveryKey) => `${row.installation_id} ${row.endpoint} ${row.dedupe_key}`;

function delivery(row: Selectable<InboxRow>): Delivery {
  return { ...brief(row), headers: row.headers as Record<string, string>, body: row.body };
}

function brief(row: Pick<Selectable<InboxRow>, (typeof BRIEF)[number]>): DeliveryBrief {
  return {
    installationId: row.installation_id,
    id: String(row.id),
    endpoint: row.endpoint,
    source: row.source,
    kind: row.kind,
    dedupeKey: row.dedupe_key,
    via: row.via,
    receivedAt: row.received_at,
    state: row.state,
    ...(row.reason === null ? {} : { reason: row.reason }),
  };
}
