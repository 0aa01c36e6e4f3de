import type { Selectable } from 'kysely';
import type { Effect, Wanted } from '../../effects/contract.ts';
import type { EffectRow } from '../database.ts';

/** An effect as the rest of the program knows it. */
export function effectOf(row: Selectable<EffectRow>): Effect {
  return {
    installationId: row.installation_id,
    id: row.id,
    kind: row.kind,
    naturalKey: row.natural_key,
    repositoryId: row.repository_id,
    wanted: row.wanted as Wanted,
    wantedHash: row.wanted_hash,
    state: row.state,
    fence: row.fence,
    attempts: row.attempts,
    ...(row.applied_hash === null ? {} : { appliedHash: row.applied_hash }),
    ...(row.first_post_at === null ? {} : { firstPostAt: row.first_post_at }),
    ...(row.last_post_at === null ? {} : { lastPostAt: row.last_post_at }),
    ...(row.next_at === null ? {} : { nextAt: row.next_at }),
    ...(row.github_id === null ? {} : { githubId: row.github_id }),
    ...(row.github_number === null ? {} : { githubNumber: row.github_number }),
    ...(row.url === null ? {} : { url: row.url }),
    ...(row.reason === null ? {} : { reason: row.reason }),
  };
}
