import type { StoredCommit, Transaction } from '../storage/contract.ts';

/**
 * Saves commits as an event or a listing tells them. Of two times at which a commit was merged the earlier one holds. A
 * push lists files without their patches: they never replace what was read from the repository.
 */
export async function saveCommits(
  tx: Transaction,
  installationId: number,
  commits: readonly StoredCommit[],
): Promise<void> {
  for (const [repositoryId, own] of Map.groupBy(commits, (commit) => commit.repositoryId)) {
    const shas = own.map(({ sha }) => sha);
    const known = new Map((await tx.commits.many(installationId, repositoryId, shas)).map((one) => [one.sha, one]));
    for (const { files, mergedAt, ...rest } of own) {
      const stored = known.get(rest.sha);
      await tx.commits.save(installationId, {
        ...rest,
        ...(stored?.files === undefined && files !== undefined && { files }),
        ...(mergedAt !== undefined && { mergedAt: Math.min(mergedAt, stored?.mergedAt ?? mergedAt) }),
      });
    }
  }
}
