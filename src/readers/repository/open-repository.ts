import { askGitHub } from '../../platform/ask-github.ts';
import type { GitHubAccess, GitHubPermissions } from '../../platform/github-access.ts';
import { compareCommits } from './compare-commits.ts';
import type { OpenRepository, RepositoryReader } from './contract.ts';
import { isReachable } from './is-reachable.ts';
import { locateRepository } from './locate-repository.ts';
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
    const address = await askGitHub('Opening a repository', () =>
      locateRepository(access, installationId, repositoryId, PERMISSIONS),
    );
    return repositoryReader(address);
  };
}

function repositoryReader(address: RepositoryAddress): RepositoryReader {
  return {
    compare: (base, head) => askGitHub('Comparing two commits', () => compareCommits(address, base, head)),
    commit: (sha) => askGitHub('Reading a commit', () => readCommit(address, sha)),
    isReachable: (sha) => askGitHub('Looking for the branches of a commit', () => isReachable(address, sha)),
    file: (path) => askGitHub('Reading a file', () => readFile(address, path)),
  };
}
