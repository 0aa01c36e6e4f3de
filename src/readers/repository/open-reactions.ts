import type { Octokit } from '@octokit/rest';
import { byPermission, type SeenAccount } from '../../investigation/commands/authorise.ts';
import type { EpochMs } from '../../investigation/time.ts';
import { askGitHub } from '../../platform/ask-github.ts';
import type { GitHubAccess } from '../../platform/github-access.ts';
import { failureStatus, githubFailure } from '../../platform/github-failure.ts';
import { liveFacts } from './live-facts.ts';
import { nameOfRepository, type RepositoryName } from './name-of-repository.ts';
import { refuseNonsense } from './refuse-nonsense.ts';

/** A thumb as GitHub tells of it. */
export interface ReadReaction {
  /** Null for an account that is gone. */
  readonly by: SeenAccount | null;
  readonly thumb: 'up' | 'down';
  readonly at: EpochMs;
}

/** The thumbs on what we wrote in one repository. Every method throws OperationalError for trouble. */
export interface Reactions {
  /** On an issue itself; empty where it is gone. */
  ofIssue(number: number): Promise<readonly ReadReaction[]>;
  /** On a comment under an issue or a pull request; empty where it is gone. */
  ofComment(id: number): Promise<readonly ReadReaction[]>;
  /** Whether GitHub says at this moment that the account may write to the repository. */
  mayWrite(account: Pick<SeenAccount, 'id' | 'login'>): Promise<boolean>;
}

export type OpenReactions = (installationId: number, repositoryId: number) => Promise<Reactions>;

/** A public issue may get thumbs from thousands of strangers: the first 300 of each kind are read. */
const MOST_PAGES = 3;
const CONTENTS = { up: '+1', down: '-1' } as const;
type Thumb = keyof typeof CONTENTS;

/** Mints a token for one repository that only reads. Throws OperationalError. */
export function openReactions(access: GitHubAccess): OpenReactions {
  return (installationId, repositoryId) =>
    askGitHub('Opening a repository to read reactions', async () => {
      // A comment on a pull request is read with either of the two (docs.github.com, "Endpoints for reactions", 2026-11).
      const permissions = { metadata: 'read', issues: 'read', pull_requests: 'read' } as const;
      const octokit = refuseNonsense(await access.forRepository(installationId, repositoryId, permissions));
      const { owner, repo } = await nameOfRepository(octokit, repositoryId);
      return reactions(octokit, { owner, repo });
    });
}

function reactions(octokit: Octokit, repository: RepositoryName): Reactions {
  const { listForIssue, listForIssueComment } = octokit.rest.reactions;
  const facts = liveFacts(octokit, repository);
  return {
    ofIssue: (number) =>
      ofBoth((content, page) => listForIssue({ ...repository, issue_number: number, content, per_page: 100, page })),
    ofComment: (id) =>
      ofBoth((content, page) => listForIssueComment({ ...repository, comment_id: id, content, per_page: 100, page })),
    mayWrite: (account) =>
      askGitHub(
        'Asking whether somebody who reacted may write',
        async () => byPermission(await facts.permission(account)).allowed,
      ),
  };
}

type ReadPage = (content: '+1' | '-1', page: number) => Promise<{ readonly data: readonly Listed[] }>;
interface Listed {
  readonly user: { readonly id: number; readonly login: string; readonly type: string } | null;
  readonly content: string;
  readonly created_at: string;
}

async function ofBoth(read: ReadPage): Promise<readonly ReadReaction[]> {
  try {
    return [...(await allOf('up', read)), ...(await allOf('down', read))];
  } catch (error) {
    const status = failureStatus(error);
    if (status === 404 || status === 410) return [];
    throw githubFailure(error, 'Reading reactions');
  }
}

async function allOf(thumb: Thumb, read: ReadPage): Promise<readonly ReadReaction[]> {
  const found: ReadReaction[] = [];
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const { data } = await read(CONTENTS[thumb], page);
    for (const { user, content, created_at: at } of data) {
      // A server that does not know the filter answers with every kind.
      if (content !== CONTENTS[thumb]) continue;
      const by = user && { id: user.id, login: user.login, type: user.type };
      found.push({ by, thumb, at: Date.parse(at) });
    }
    if (data.length < 100) break;
  }
  return found;
}
