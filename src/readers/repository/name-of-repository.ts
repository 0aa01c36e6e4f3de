import type { Octokit } from '@octokit/rest';

/** A repository as most calls of the API name it. */
export interface RepositoryName {
  readonly owner: string;
  readonly repo: string;
}

/**
 * The present name of a repository, asked by its id: names change, ids do not, and GitHub answers a write to an old name
 * with a redirect that the guard does not follow. Throws what Octokit throws.
 */
export async function nameOfRepository(
  octokit: Octokit,
  repositoryId: number,
): Promise<RepositoryName & { readonly defaultBranch: string }> {
  const { data } = await octokit.request('GET /repositories/{id}', { id: repositoryId });
  const [owner = '', repo = ''] = String(data.full_name).split('/');
  return { owner, repo, defaultBranch: String(data.default_branch) };
}
