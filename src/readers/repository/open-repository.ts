import { OperationalError } from '../../platform/errors.ts';
import type { GitHubAccess, GitHubPermissions } from '../../platform/github-access.ts';
import { compareCommits } from './compare-commits.ts';
import type { OpenRepository, RepositoryReader } from './contract.ts';
import { githubFailure } from './github-failure.ts';
import { isReachable } from './is-reachable.ts';
import { readCommit } from './read-commit.ts';
import { readFile } from './read-file.ts';
import type { RepositoryAddress } from './repository-address.ts';

const PERMISSIONS: GitHubPermissions = { metadata: 'read', contents: 'read', pull_requests: 'read' };

/**
 * Reads repositories through GitHub's REST API. The token of a reader covers that one repository, which is how its
 * present name is known: names change, ids do not.
 */
export function openRepository(access: GitHubAccess): OpenRepository {
  return async (installationId, repositoryId) => {
    const address = await told('opening a repository', () => locate(access, installationId, repositoryId));
    return repositoryReader(address);
  };
}

async function locate(access: GitHubAccess, installationId: number, repositoryId: number): Promise<RepositoryAddress> {
  const octokit = await access.forRepository(installationId, repositoryId, PERMISSIONS);
  octokit.hook.after('request', ({ status, url }) => refuseRedirect(status, url));
  const { data } = await octokit.rest.apps.listReposAccessibleToInstallation({ per_page: 100 });
  const found = data.repositories.find(({ id }) => id === repositoryId);
  if (found === undefined) {
    throw new OperationalError(
      'upstream-failed',
      `installation ${installationId} gives no access to repository ${repositoryId}: add it to the App's repositories`,
    );
  }
  return { octokit, owner: found.owner.login, repo: found.name, repositoryId, defaultBranch: found.default_branch };
}

/** Octokit takes a redirect that nobody could follow for an answer, and its page for the data that was asked for. */
function refuseRedirect(status: number, url: string): void {
  if (status < 300) return;
  const message = `GitHub answered ${status}, a redirect that leads nowhere, to ${url}`;
  // It tells of a new name, which the next opening knows.
  throw new OperationalError('upstream-failed', message, { retryable: true, status });
}

function repositoryReader(address: RepositoryAddress): RepositoryReader {
  return {
    compare: (base, head) => told('comparing two commits', () => compareCommits(address, base, head)),
    commit: (sha) => told('reading a commit', () => readCommit(address, sha)),
    isReachable: (sha) => told('looking for the branches of a commit', () => isReachable(address, sha)),
    file: (path) => told('reading a file', () => readFile(address, path)),
  };
}

async function told<T>(doing: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw githubFailure(error, doing);
  }
}
