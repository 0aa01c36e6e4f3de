import { createHash } from 'node:crypto';
import type { Octokit } from '@octokit/rest';
import type { LiveComment, LivePermission, SeenAccount } from '../../investigation/commands/authorise.ts';
import { askGitHub } from '../../platform/ask-github.ts';
import type { GitHubAccess } from '../../platform/github-access.ts';
import { failureStatus } from '../../platform/github-failure.ts';
import { nameOfRepository, type RepositoryName } from './name-of-repository.ts';
import { refuseNonsense } from './refuse-nonsense.ts';

/** What GitHub says at this moment of who commands and whether reverts are stopped. Trouble is thrown. */
export interface LiveFacts {
  /** Undefined where the comment is gone. */
  comment(id: number): Promise<LiveComment | undefined>;
  /** Undefined where the account is no collaborator, or its login belongs to somebody else by now. */
  permission(account: Pick<SeenAccount, 'id' | 'login'>): Promise<LivePermission | undefined>;
  /** The names of an issue's labels, in lower case; empty where the issue is gone. */
  labels(issueNumber: number): Promise<readonly string[]>;
}

/** Opens the facts of one repository, read-only. */
export type OpenLiveFacts = (installationId: number, repositoryId: number) => Promise<LiveFacts>;

/** Mints a token for one repository that reads issues and metadata only. Throws OperationalError. */
export function openLiveFacts(access: GitHubAccess): OpenLiveFacts {
  return (installationId, repositoryId) =>
    askGitHub('Opening a repository to check a command', async () => {
      const permissions = { metadata: 'read', issues: 'read' } as const;
      const octokit = refuseNonsense(await access.forRepository(installationId, repositoryId, permissions));
      const { owner, repo } = await nameOfRepository(octokit, repositoryId);
      return asOperational(liveFacts(octokit, { owner, repo }));
    });
}

/** The same with a client that is at hand; throws what Octokit throws. */
export function liveFacts(octokit: Octokit, repository: RepositoryName): LiveFacts {
  return {
    comment: (id) =>
      unlessGone(async () => {
        const { data } = await octokit.rest.issues.getComment({ ...repository, comment_id: id });
        const author = data.user ?? null;
        return {
          author: author && { id: author.id, login: author.login, type: author.type },
          throughApp: (data.performed_via_github_app ?? null) !== null,
          bodyHash: createHash('sha256')
            .update(data.body ?? '')
            .digest('hex'),
          createdAt: data.created_at,
          updatedAt: data.updated_at,
        };
      }),
    permission: ({ id, login }) =>
      unlessGone(async () => {
        const { data } = await octokit.rest.repos.getCollaboratorPermissionLevel({ ...repository, username: login });
        if (data.user?.id !== id) return undefined;
        return { permission: data.permission, roleName: data.role_name };
      }),
    labels: async (issueNumber) =>
      (await unlessGone(async () => {
        const { data } = await octokit.rest.issues.get({ ...repository, issue_number: issueNumber });
        return data.labels.map((label) => (typeof label === 'string' ? label : (label.name ?? '')).toLowerCase());
      })) ?? [],
  };
}

async function unlessGone<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    const status = failureStatus(error);
    if (status === 404 || status === 410) return undefined;
    throw error;
  }
}

function asOperational(facts: LiveFacts): LiveFacts {
  return {
    comment: (id) => askGitHub('Reading a comment again', () => facts.comment(id)),
    permission: (account) => askGitHub('Asking for a permission', () => facts.permission(account)),
    labels: (issueNumber) => askGitHub('Reading the labels of an issue', () => facts.labels(issueNumber)),
  };
}
