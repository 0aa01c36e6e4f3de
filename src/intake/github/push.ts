import { z } from 'zod';
import type { DeployTarget } from '../../config/repository-configuration.ts';
import { readEnvironmentName } from '../../investigation/ledger/environment-name.ts';
import type { StoredCommit } from '../../storage/contract.ts';
import { defineRecorder, type ReadingContext, type RecordedFacts, type Recording } from './contract.ts';
import { foreign, installation, instant, repository, repositoryName, sha, text } from './payload-parts.ts';
import { readPayload } from './read-payload.ts';

const path = text(4096);
const paths = z.array(path).default([]);
const schema = z.object({
  action: foreign,
  ref: text(1000),
  before: sha,
  after: sha,
  deleted: z.boolean(),
  commits: z.array(
    z.object({
      id: sha,
      message: text(65_536),
      timestamp: instant,
      author: z.object({ name: text(300), username: text(100).nullish() }),
      added: paths,
      removed: paths,
      modified: paths,
    }),
  ),
  pusher: z.object({ name: text(100) }).nullish(),
  repository: z.intersection(repository, z.object({ pushed_at: z.number().positive().optional().catch(undefined) })),
  installation,
});
type Push = z.infer<typeof schema>;

/** Branches that are an environment by their own name; any other needs a rule. */
const ENVIRONMENT_BRANCH = /^(?:(?:env|environment|environments)\/(?<name>[\w.-]+)|(?<production>production|prod))$/;

/**
 * Commits that reached the default branch, and pushes to a branch that stands for an environment. Tags, deleted
 * branches and the queue's own branches (`gh-readonly-queue/…`) say nothing about what is merged or live.
 */
export const push = defineRecorder({
  on: ['push'],
  read(payload, context): Recording {
    const pushed = readPayload('push', schema, payload);
    const branch = pushed.ref.startsWith('refs/heads/') ? pushed.ref.slice('refs/heads/'.length) : undefined;
    if (branch === undefined) return { kind: 'ignored', reason: 'a push of a tag' };
    if (pushed.deleted) return { kind: 'ignored', reason: 'a branch was deleted' };
    const changes = branch === pushed.repository.defaultBranch ? defaultBranchFacts(pushed, context) : {};
    const deploys = environmentFacts(pushed, branch, context);
    if (Object.keys(changes).length + Object.keys(deploys).length === 0) {
      return { kind: 'ignored', reason: 'a push to a branch that is neither the default nor an environment' };
    }
    const { pushed_at: _, ...seen } = pushed.repository;
    return {
      kind: 'facts',
      facts: { installationId: pushed.installation.id, repositories: [seen], ...changes, ...deploys },
    };
  },
});

function pushedAt({ repository: { pushed_at } }: Push, { receivedAt }: ReadingContext): number {
  return pushed_at === undefined ? receivedAt : Math.min(pushed_at * 1000, receivedAt);
}

function defaultBranchFacts(pushed: Push, context: ReadingContext): Partial<RecordedFacts> {
  const { repositoryId } = pushed.repository;
  const mergedAt = pushedAt(pushed, context);
  return {
    commits: pushed.commits.map((commit): StoredCommit => {
      const files = [
        ...commit.added.map((path) => ({ path, status: 'added' })),
        ...commit.modified.map((path) => ({ path, status: 'modified' })),
        ...commit.removed.map((path) => ({ path, status: 'removed' })),
      ];
      return {
        repositoryId,
        sha: commit.id,
        message: commit.message,
        author: commit.author.name,
        committedAt: commit.timestamp,
        mergedAt,
        ...(commit.author.username && { authorLogin: commit.author.username }),
        ...(files.length > 0 && { files }),
      };
    }),
  };
}

function environmentFacts(pushed: Push, branch: string, context: ReadingContext): Partial<RecordedFacts> {
  const { repositoryId, defaultBranch } = pushed.repository;
  const rule = context.rules.deployBranches?.find((candidate) => candidate.branch === branch);
  const target = rule ?? (branch === defaultBranch ? undefined : namedEnvironment(branch));
  if (target === undefined) return {};
  const named = readEnvironmentName(target.environment);
  const at = pushedAt(pushed, context);
  const statement = `github:push:${repositoryId}:${branch}:${pushed.before}...${pushed.after}:${at}`;
  return {
    deployEvents: [
      {
        repositoryId,
        service: target.service ?? named.service ?? repositoryName(pushed.repository),
        environment: named.environment,
        eventId: statement,
        attempt: statement,
        source: 'github:push',
        state: 'success',
        at,
        sha: pushed.after,
        ref: pushed.ref,
        ...(pushed.pusher && { actor: pushed.pusher.name }),
      },
    ],
  };
}

function namedEnvironment(branch: string): DeployTarget | undefined {
  const groups = ENVIRONMENT_BRANCH.exec(branch)?.groups;
  const environment = groups?.name ?? groups?.production;
  return environment === undefined ? undefined : { environment };
}
