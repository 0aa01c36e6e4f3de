import type { Kysely } from 'kysely';
import type { CommitTable, StoredCommit } from '../contract.ts';
import type { Database } from '../database.ts';

/** Commits with their pull requests; facts arrive piece by piece and complete one another. */
export function commitTable(db: Kysely<Database>): CommitTable {
  return {
    async save(installationId, commit) {
      const key = { installation_id: installationId, repository_id: commit.repositoryId, sha: commit.sha };
      const added = await db
        .insertInto('commits')
        .values({ ...key, merged_at: commit.mergedAt ?? null, document: JSON.stringify(commit) })
        .onConflict((conflict) => conflict.columns(['installation_id', 'repository_id', 'sha']).doNothing())
        .returning('sha')
        .executeTakeFirst();
      if (added !== undefined) return;
      const stored = await db
        .selectFrom('commits')
        .select('document')
        .where((where) => where.and(key))
        .forUpdate()
        .executeTakeFirstOrThrow();
      const known = Object.fromEntries(Object.entries(commit).filter(([, value]) => value !== undefined));
      const completed = { ...(stored.document as StoredCommit), ...known };
      await db
        .updateTable('commits')
        .set({ merged_at: completed.mergedAt ?? null, document: JSON.stringify(completed) })
        .where((where) => where.and(key))
        .execute();
    },

    async many(installationId, repositoryId, shas) {
      if (shas.length === 0) return [];
      const rows = await db
        .selectFrom('commits')
        .select('document')
        .where('installation_id', '=', installationId)
        .where('repository_id', '=', repositoryId)
        .where('sha', 'in', [...new Set(shas)])
        .execute();
      const bySha = new Map(rows.map(({ document }) => [(document as StoredCommit).sha, document as StoredCommit]));
      return shas.flatMap((sha) => bySha.get(sha) ?? []);
    },

    async mergedBetween(installationId, from, to) {
      const rows = await db
        .selectFrom('commits')
        .select('document')
        .where('installation_id', '=', installationId)
        .where('merged_at', '>=', from)
        .where('merged_at', '<', to)
        .orderBy('merged_at')
        .orderBy('sha')
        .execute();
      return rows.map((row) => row.document as StoredCommit);
    },
  };
}
