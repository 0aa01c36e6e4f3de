import { OperationalError } from '../../platform/errors.ts';
import type { GitHubAccess, GitHubPermissions } from '../../platform/github-access.ts';
import type { RepositoryAddress } from './repository-address.ts';

/**
 * A client for one repository with a token that covers it alone and holds only these permissions, which is how its
 * present name is known: names change, ids do not. Throws what Octokit throws, and OperationalError where the
 * installation does not cover the repository.
 */
export async function locateRepository(
  access: GitHubAccess,
  installationId: number,
  repositoryId: number,
  permissions: GitHubPermissions,
): Promise<RepositoryAddress & { readonly private: boolean }> {
  const octokit = await access.forRepository(installationId, repositoryId, permissions);
  octokit.hook.after('request', ({ status, url }) => refuseRedirect(status, url));
  const { data } = await octokit.rest.apps.listReposAccessibleToInstallation({ per_page: 100 });
  const found = data.repositories.find(({ id }) => id === repositoryId);
  if (found === undefined) {
    throw new OperationalError(
      'upstream-failed',
      `installation ${installationId} gives no access to repository ${repositoryId}: add it to the App's repositories`,
    );
  }
  return {
    octokit,
    owner: found.owner.login,
    repo: found.name,
    repositoryId,
    defaultBranch: found.default_branch,
    private: found.private,
  };
}

/** Octokit takes a redirect that nobody could follow for an answer, and its page for the data that was asked for. */
function refuseRedirect(status: number, url: string): void {
  if (status < 300) return;
  const message = `GitHub answered ${status}, a redirect that leads nowhere, to ${url}`;
  // It tells of a new name, which the next opening knows.
  throw new OperationalError('upstream-failed', message, { retryable: true, status });
}
