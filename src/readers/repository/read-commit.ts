import { failureStatus } from '../../platform/github-failure.ts';
import type { StoredCommit } from '../../storage/contract.ts';
import { isAbsent } from './is-reachable.ts';
import { type MergedPull, mergedPull, mergeKind } from './merged-pull.ts';
import type { RepositoryAddress } from './repository-address.ts';

/** GitHub gives at most this many files of a commit at once (docs.github.com, "Get a commit", 2026-07). */
const MOST_FILES = 300;

/**
 * A commit with its files, patches and the pull request that brought it; undefined where the repository has none. Also
 * reads `tags/NAME`: the SHA of the answer is then the commit that the tag stands for.
 */
export async function readCommit(address: RepositoryAddress, ref: string): Promise<StoredCommit | undefined> {
  const data = await getCommit(address, ref);
  if (data === undefined) return undefined;
  const { commit, parents } = data;
  const committedAt = Date.parse(commit.committer?.date ?? commit.author?.date ?? '');
  return {
    repositoryId: address.repositoryId,
    sha: data.sha,
    message: commit.message,
    parents: parents.map(({ sha }) => sha),
    files: (data.files ?? []).slice(0, MOST_FILES).map(({ filename, status, additions, deletions, patch }) => ({
      path: filename,
      status,
      additions,
      deletions,
      ...(patch !== undefined && { patch }),
    })),
    ...(commit.author?.name !== undefined && { author: commit.author.name }),
    ...(data.author?.login !== undefined && { authorLogin: data.author.login }),
    ...(Number.isFinite(committedAt) && { committedAt }),
    ...pullFacts(await pullsOf(address, data.sha), data.sha, commit.message, parents.length, address.defaultBranch),
  };
}

async function getCommit({ octokit, owner, repo }: RepositoryAddress, ref: string) {
  try {
    return (await octokit.rest.repos.getCommit({ owner, repo, ref })).data;
  } catch (error) {
    if (isAbsent(failureStatus(error))) return undefined;
    throw error;
  }
}

async function pullsOf({ octokit, owner, repo }: RepositoryAddress, sha: string): Promise<readonly MergedPull[]> {
  const request = { owner, repo, commit_sha: sha, per_page: 100 };
  try {
    const { data } = await octokit.rest.repos.listPullRequestsAssociatedWithCommit(request);
    return data.flatMap(({ number, title, merged_at, merge_commit_sha, base, head }) =>
      merged_at === null
        ? []
        : [
            {
              number,
              title,
              mergedAt: Date.parse(merged_at),
              mergeSha: merge_commit_sha,
              base: base.ref,
              head: head.sha,
            },
          ],
    );
  } catch (error) {
    if (isAbsent(failureStatus(error))) return [];
    throw error;
  }
}

function pullFacts(
  pulls: readonly MergedPull[],
  sha: string,
  message: string,
  parents: number,
  defaultBranch: string,
): Partial<StoredCommit> {
  const pull = mergedPull(pulls, sha, message, defaultBranch);
  if (pull === undefined) return { mergeKind: 'push' };
  const kind = mergeKind(pull, sha, message, parents);
  return {
    pullRequest: pull.number,
    pullRequestTitle: pull.title,
    ...(kind !== undefined && { mergeKind: kind }),
    ...(pull.base === defaultBranch && { mergedAt: pull.mergedAt }),
  };
}
