import type { ReadObjects } from '../../investigation/revert/objects/run-planning.ts';
import type { LaterCommit } from '../../investigation/revert/preflight/later-commit.ts';
import type { EpochMs } from '../../investigation/time.ts';
import { askGitHub } from '../../platform/ask-github.ts';
import type { GitHubAccess } from '../../platform/github-access.ts';
import { failureStatus } from '../../platform/github-failure.ts';
import { githubObjects } from './git-objects-github.ts';
import { isAbsent } from './is-reachable.ts';
import { nameOfRepository } from './name-of-repository.ts';
import { pullCommits } from './pull-commits.ts';
import { refuseNonsense } from './refuse-nonsense.ts';
import type { RepositoryAddress } from './repository-address.ts';

/** What a revert needs to know of a repository, read-only. Every method throws OperationalError for trouble. */
export interface RevertTarget {
  readonly fullName: string;
  readonly defaultBranch: string;
  /** The commit on which a revert stands now. */
  readonly tip: string;
  readonly tipTree: string;
  readonly objects: ReadObjects;
  /** What a merged pull request became on the default branch, newest first; undefined where it was not merged there. */
  pullCommits(number: number): Promise<readonly string[] | undefined>;
  /** Commits of the default branch after `sha` that touched these paths; only the first ten paths are asked for. */
  laterCommits(sha: string, paths: readonly string[]): Promise<readonly LaterCommit[]>;
  /** The rules of the default branch by their type, such as `pull_request`. */
  branchRules(): Promise<{ readonly rules: readonly string[]; readonly isProtected: boolean }>;
}

/** What became of a pull request of ours. */
export interface FollowedPull {
  readonly state: 'open' | 'closed';
  readonly closedAt?: EpochMs;
  readonly autoMerge: boolean;
  readonly merged?: { readonly at: EpochMs; readonly by: string; readonly byType: string; readonly sha: string };
}

export type OpenRevertTarget = (installationId: number, repositoryId: number) => Promise<RevertTarget>;
export type ReadPull = (
  installationId: number,
  repositoryId: number,
  number: number,
) => Promise<FollowedPull | undefined>;

const PERMISSIONS = { metadata: 'read', contents: 'read', pull_requests: 'read' } as const;
const MOST_PATHS = 10;

/** Opens a repository for planning a revert; its token reads only. */
export function openRevertTarget(access: GitHubAccess): OpenRevertTarget {
  return (installationId, repositoryId) =>
    askGitHub('Opening a repository for a revert', async () => {
      const address = await locate(access, installationId, repositoryId);
      const { octokit, owner, repo, defaultBranch } = address;
      const { data } = await octokit.rest.git.getRef({ owner, repo, ref: `heads/${defaultBranch}` });
      const tip = await octokit.rest.git.getCommit({ owner, repo, commit_sha: data.object.sha });
      return {
        fullName: `${owner}/${repo}`,
        defaultBranch,
        tip: data.object.sha,
        tipTree: tip.data.tree.sha,
        objects: githubObjects(address),
        pullCommits: (number) => askGitHub('Reading a pull request', () => pullCommits(address, number)),
        laterCommits: (sha, paths) => askGitHub('Looking for later commits', () => laterCommits(address, sha, paths)),
        branchRules: () => askGitHub('Reading the rules of a branch', () => branchRules(address)),
      };
    });
}

/** Reads what became of a pull request of ours; undefined where it is gone. */
export function readPull(access: GitHubAccess): ReadPull {
  return (installationId, repositoryId, number) =>
    askGitHub('Reading a pull request', async () => {
      const { octokit, owner, repo } = await locate(access, installationId, repositoryId);
      try {
        const { data } = await octokit.rest.pulls.get({ owner, repo, pull_number: number });
        const { merged_at: mergedAt, merged_by: by, merge_commit_sha: sha, closed_at: closedAt } = data;
        return {
          state: data.state,
          autoMerge: (data.auto_merge ?? null) !== null,
          ...(closedAt === null ? {} : { closedAt: Date.parse(closedAt) }),
          ...(mergedAt === null || sha === null
            ? {}
            : { merged: { at: Date.parse(mergedAt), by: by?.login ?? 'ghost', byType: by?.type ?? '', sha } }),
        };
      } catch (error) {
        if (isAbsent(failureStatus(error))) return undefined;
        throw error;
      }
    });
}

async function locate(access: GitHubAccess, installationId: number, repositoryId: number): Promise<RepositoryAddress> {
  const octokit = refuseNonsense(await access.forRepository(installationId, repositoryId, PERMISSIONS));
  return { octokit, repositoryId, ...(await nameOfRepository(octokit, repositoryId)) };
}

async function laterCommits(
  { octokit, owner, repo, defaultBranch }: RepositoryAddress,
  sha: string,
  paths: readonly string[],
): Promise<readonly LaterCommit[]> {
  const basehead = `${sha}...${defaultBranch}`;
  const { data } = await octokit.rest.repos.compareCommitsWithBasehead({ owner, repo, basehead, per_page: 100 });
  const after = new Set(data.commits.map((commit) => commit.sha));
  if (after.size === 0) return [];
  const found = new Map<string, string[]>();
  for (const path of paths.slice(0, MOST_PATHS)) {
    const request = { owner, repo, sha: defaultBranch, path, per_page: 30 };
    for (const commit of (await octokit.rest.repos.listCommits(request)).data) {
      if (after.has(commit.sha)) found.set(commit.sha, [...(found.get(commit.sha) ?? []), path]);
    }
  }
  return [...found].map(([later, touched]) => ({ sha: later, paths: touched }));
}

async function branchRules({ octokit, owner, repo, defaultBranch }: RepositoryAddress) {
  const branch = await octokit.rest.repos.getBranch({ owner, repo, branch: defaultBranch });
  const rules = await octokit.rest.repos.getBranchRules({ owner, repo, branch: defaultBranch, per_page: 100 });
  return { rules: rules.data.map(({ type }) => String(type)), isProtected: branch.data.protected };
}
