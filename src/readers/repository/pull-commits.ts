import { failureStatus } from '../../platform/github-failure.ts';
import { isAbsent } from './is-reachable.ts';
import type { RepositoryAddress } from './repository-address.ts';

/** GitHub lists at most this many commits of a pull request (docs.github.com, "List commits on a pull request", 2026-11). */
const MOST_COMMITS = 250;

/**
 * What a pull request became on the default branch, newest first: one merge commit, one squash, or the run of a rebase,
 * which is told by the last commits having the messages of the pull request's own. Undefined where it was not merged
 * there. Throws what Octokit throws.
 */
export async function pullCommits(address: RepositoryAddress, number: number): Promise<readonly string[] | undefined> {
  const { octokit, owner, repo, defaultBranch } = address;
  const pull = await unlessAbsent(() => octokit.rest.pulls.get({ owner, repo, pull_number: number }));
  const head = pull?.data.merge_commit_sha;
  if (pull === undefined || !head || pull.data.merged_at === null || pull.data.base.ref !== defaultBranch) {
    return undefined;
  }
  const read = async (sha: string) => (await octokit.rest.git.getCommit({ owner, repo, commit_sha: sha })).data;
  const last = await read(head);
  if (last.parents.length !== 1 || pull.data.commits < 2 || pull.data.commits > MOST_COMMITS) return [head];
  const own = await octokit.paginate(octokit.rest.pulls.listCommits, {
    owner,
    repo,
    pull_number: number,
    per_page: 100,
  });
  const run: string[] = [];
  let at: Awaited<ReturnType<typeof read>> | undefined = last;
  for (const { commit } of own.toReversed()) {
    if (at === undefined || at.parents.length !== 1 || at.message.trim() !== commit.message.trim()) return [head];
    run.push(at.sha);
    const parent: string | undefined = at.parents[0]?.sha;
    at = run.length === own.length || parent === undefined ? undefined : await read(parent);
  }
  return run;
}

async function unlessAbsent<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (isAbsent(failureStatus(error))) return undefined;
    throw error;
  }
}
