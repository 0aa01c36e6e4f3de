import { createHash } from 'node:crypto';
import type { Octokit } from '@octokit/rest';
import type { LiveComment, LivePermission, SeenAccount } from '../../investigation/commands/authorise.ts';
import type { GitHubAccess } from '../../platform/github-access.ts';
import { failureStatus, githubFailure } from '../../platform/github-failure.ts';
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
  return async (installationId, repositoryId) => {
    try {
      const permissions = { metadata: 'read', issues: 'read' } as const;
      const octokit = refuseNonsense(await access.forRepository(installationId, repositoryId, permissions));
      const { data } = await octokit.request('GET /repositories/{id}', { id: repositoryId });
      const [owner = '', repo = ''] = String(data.full_name).split('/');
      return told(liveFacts(octokit, { owner, repo }));
    } catch (error) {
      throw githubFailure(error, 'Opening a repository to check a command');
    }
  };
}

/** The same with a client that is at hand; throws what Octokit throws. */
export function liveFacts(octokit: Octokit, repository: { readonly owner: string; readonly repo: string }): LiveFacts {
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

function told(facts: LiveFacts): LiveFacts {
  const wrapped =
    <A, T>(doing: string, ask: (argument: A) => Promise<T>) =>
    (argument: A) =>
      ask(argument).catch((error: unknown) => Promise.reject(githubFailure(error, doing)));
  return {
    comment: wrapped('Reading a comment again', (id: number) => facts.comment(id)),
    permission: wrapped('Asking for a permission', (of: Pick<SeenAccount, 'id' | 'login'>) => facts.permission(of)),
    labels: wrapped('Reading the labels of an issue', (issueNumber: number) => facts.labels(issueNumber)),
  };
}
