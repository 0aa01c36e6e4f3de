import type { Octokit } from '@octokit/rest';

/** A repository as the API's paths name it, on behalf of one client. */
export interface RepositoryAddress {
  readonly octokit: Octokit;
  readonly owner: string;
  readonly repo: string;
  readonly repositoryId: number;
  readonly defaultBranch: string;
}
