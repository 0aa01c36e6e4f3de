import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { MINUTE_MS } from '../../investigation/time.ts';
import type { Jobs } from '../../jobs/contract.ts';
import type { Clock } from '../../platform/clock.ts';
import { contentHash } from '../content-hash.ts';
import type { EffectTable } from '../contract.ts';
import type { Database } from '../database.ts';
import { effectOf } from './effect-row.ts';

/** A worker that has been posting for longer is taken for dead; what it did is then unknown. */
const POSTING_LIMIT_MS = 2 * MINUTE_MS;

/** The outbox. Whatever makes an effect due also enqueues its `publish`, in the same transaction. */
export function effectTable(db: Kysely<Database>, jobs: Jobs, clock: Clock): EffectTable {
  const byId = (installationId: number, id: string) => ({ installation_id: installationId, id });
  const publish = (installationId: number, effectId: string, startAt?: number) =>
    jobs.enqueue(
      'publish',
      { installationId, effectId },
      { singletonKey: `${installationId}:${effectId}`, ...(startAt === undefined ? {} : { startAt }) },
    );

  return {
    async want(installationId, { kind, naturalKey, repositoryId, wanted }) {
      const content = {
        repository_id: repositoryId,
        wanted: JSON.stringify(wanted),
        wanted_hash: contentHash(wanted),
        updated_at: clock.now(),
      };
      const added = await db
        .insertInto('effects')
        .values({
          installation_id: installationId,
          id: randomUUID(),
          kind,
          natural_key: naturalKey,
          ...content,
          state: 'ready',
          fence: 0,
          attempts: 0,
        })
        .onConflict((conflict) => conflict.columns(['installation_id', 'kind', 'natural_key']).doNothing())
        .returningAll()
        .executeTakeFirst();
      if (added !== undefined) {
        await publish(installationId, added.id);
        return effectOf(added);
      }
      const stored = await db
        .selectFrom('effects')
        .selectAll()
        .where((where) => where.and({ installation_id: installationId, kind, natural_key: naturalKey }))
        .forUpdate()
        .executeTakeFirstOrThrow();
      if (stored.wanted_hash === content.wanted_hash) return effectOf(stored);
      // A write under way or in doubt is settled first; new content gives a refused effect another chance.
      const waits = stored.state === 'posting' || stored.state === 'unknown';
      const changed = await db
        .updateTable('effects')
        .set({ ...content, ...(waits ? {} : { state: 'ready', reason: null }) })
        .where((where) => where.and(byId(installationId, stored.id)))
        .returningAll()
        .executeTakeFirstOrThrow();
      await publish(installationId, stored.id, stored.next_at ?? undefined);
      return effectOf(changed);
    },

    async get(installationId, id) {
      const row = await db
        .selectFrom('effects')
        .selectAll()
        .where((where) => where.and(byId(installationId, id)))
        .executeTakeFirst();
      return row && effectOf(row);
    },

    async find(installationId, kind, naturalKey) {
      const row = await db
        .selectFrom('effects')
        .selectAll()
        .where((where) => where.and({ installation_id: installationId, kind, natural_key: naturalKey }))
        .executeTakeFirst();
      return row && effectOf(row);
    },

    async findByNumber(installationId, kind, repositoryId, number) {
      const key = { installation_id: installationId, kind, repository_id: repositoryId, github_number: number };
      const row = await db
        .selectFrom('effects')
        .selectAll()
        .where((where) => where.and(key))
        .executeTakeFirst();
      return row && effectOf(row);
    },

    async claim(installationId, id, now) {
      const stored = await db
        .selectFrom('effects')
        .selectAll()
        .where((where) => where.and(byId(installationId, id)))
        .where('wanted_hash', 'is distinct from', sql.ref<string>('applied_hash'))
        .forUpdate()
        .skipLocked()
        .executeTakeFirst();
      if (stored === undefined) return undefined;
      const abandoned = stored.state === 'posting' && now - (stored.last_post_at ?? now) > POSTING_LIMIT_MS;
      const waiting = stored.state === 'ready' || stored.state === 'unknown';
      if (!abandoned && !(waiting && (stored.next_at ?? now) <= now)) return undefined;
      const claimed = await db
        .updateTable('effects')
        .set({
          state: 'posting',
          fence: stored.fence + 1,
          attempts: stored.attempts + 1,
          first_post_at: stored.first_post_at ?? now,
          last_post_at: now,
          next_at: null,
          updated_at: clock.now(),
        })
        .where((where) => where.and(byId(installationId, id)))
        .returningAll()
        .executeTakeFirstOrThrow();
      return {
        ...effectOf(claimed),
        claimedFrom: stored.state === 'ready' ? 'ready' : 'unknown',
        ...(stored.last_post_at === null ? {} : { previousPostAt: stored.last_post_at }),
      };
    },

    async putBack({ installationId, id, claimedFrom, attempts, firstPostAt, previousPostAt }, until, reason) {
      await db
        .updateTable('effects')
        .set({
          state: claimedFrom,
          attempts: attempts - 1,
          first_post_at: previousPostAt === undefined ? null : (firstPostAt ?? null),
          last_post_at: previousPostAt ?? null,
          next_at: until,
          reason,
          updated_at: clock.now(),
        })
        .where((where) => where.and(byId(installationId, id)))
        .execute();
      await publish(installationId, id, until);
    },

    async settle(installationId, id, fence, outcome) {
      const stored = await db
        .selectFrom('effects')
        .selectAll()
        .where((where) => where.and({ ...byId(installationId, id), fence, state: 'posting' as const }))
        .forUpdate()
        .executeTakeFirst();
      if (stored === undefined) return false;
      const appliedHash = outcome.appliedHash ?? stored.applied_hash;
      // What is wanted changed while this was written: the write is done, the effect is not.
      const state = outcome.state === 'done' && appliedHash !== stored.wanted_hash ? 'ready' : outcome.state;
      await db
        .updateTable('effects')
        .set({
          state,
          applied_hash: appliedHash,
          github_id: outcome.githubId ?? stored.github_id,
          github_number: outcome.githubNumber ?? stored.github_number,
          url: outcome.url ?? stored.url,
          next_at: outcome.nextAt ?? null,
          reason: outcome.reason ?? null,
          updated_at: clock.now(),
        })
        .where((where) => where.and(byId(installationId, id)))
        .execute();
      const again =
        state !== outcome.state || (outcome.nextAt !== undefined && (state === 'ready' || state === 'unknown'));
      if (again) await publish(installationId, id, outcome.nextAt);
      return true;
    },

    async troubled(limit) {
      const rows = await db
        .selectFrom('effects')
        .selectAll()
        .where('wanted_hash', 'is distinct from', sql.ref<string>('applied_hash'))
        .where('reason', 'is not', null)
        .orderBy('updated_at', 'desc')
        .limit(limit)
        .execute();
      return rows.map(effectOf);
    },

    async due(before, limit) {
      const now = clock.now();
      const rows = await db
        .selectFrom('effects')
        .select(['installation_id', 'id'])
        .where('wanted_hash', 'is distinct from', sql.ref<string>('applied_hash'))
        .where((where) =>
          where.or([
            where.and([
              where('state', 'in', ['ready', 'unknown']),
              where('updated_at', '<=', before),
              where.or([where('next_at', 'is', null), where('next_at', '<=', now)]),
            ]),
            where.and([where('state', '=', 'posting'), where('last_post_at', '<', now - POSTING_LIMIT_MS)]),
          ]),
        )
        .orderBy('updated_at')
        .limit(limit)
        .execute();
      return rows.map((row) => ({ installationId: row.installation_id, id: row.id }));
    },
  };
}
