import type { Octokit } from '@octokit/rest';

export type GitHubPermissions = Readonly<Record<string, 'read' | 'write'>>;

/**
 * The one way to talk to GitHub. Every client sends through the guard (`effects/guard.ts`), has no retry for writes,
 * and carries a token that was minted for one repository with only the permissions named.
 */
export interface GitHubAccess {
  forRepository(installationId: number, repositoryId: number, permissions: GitHubPermissions): Promise<Octokit>;
  /** As the App itself: the delivery log and installations; read-only. */
  asApp(): Octokit;
}
