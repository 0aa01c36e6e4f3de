import type { GitSignature } from '../git/git-repository.ts';
import { mergePull as mergeInGit } from '../git/merge.ts';
import { listCommits, readCommit } from '../git/read-commits.ts';
import { isAncestor, resolveCommit } from '../git/refs.ts';
import { HttpFailure, unprocessable } from '../server/http-failure.ts';
import type { PullIssue } from '../shapes/pull-request.ts';
import type { Account } from '../world/account.ts';
import type { App } from '../world/app.ts';
import type { Merged } from '../world/issue.ts';
import type { Repository } from '../world/repository.ts';
import type { World } from '../world/world.ts';
import { closeByKeywords } from './close-by-keywords.ts';
import { emitPull } from './emit-pull.ts';
import { moveRef } from './push.ts';

export interface NewPull {
  readonly title: string;
  readonly body: string | null;
  readonly head: string;
  readonly base: string;
  readonly draft: boolean;
  readonly by: Account;
  readonly viaApp?: App | undefined;
  readonly at: number;
}

/** Opens a pull request between two branches of the repository. Throws 422 as GitHub does. */
export async function openPull(world: World, repository: Repository, from: NewPull): Promise<PullIssue> {
  const branch = from.head.includes(':') ? from.head.slice(from.head.indexOf(':') + 1) : from.head;
  const head = await resolveCommit(repository.git, `refs/heads/${branch}`);
  const base = await resolveCommit(repository.git, `refs/heads/${from.base}`);
  const invalid = (field: string) =>
    unprocessable('Validation Failed', [{ resource: 'PullRequest', field, code: 'invalid' }]);
  if (head === undefined) throw invalid('head');
  if (base === undefined) throw invalid('base');
  const refuse = (message: string) =>
    unprocessable('Validation Failed', [{ resource: 'PullRequest', code: 'custom', message }]);
  if (await isAncestor(repository.git, head, base)) throw refuse(`No commits between ${from.base} and ${branch}`);
  const twin = [...repository.issues.values()].find(
    (issue) => issue.state === 'open' && issue.pull?.head.ref === branch && issue.pull.base.ref === from.base,
  );
  if (twin !== undefined) {
    throw refuse(`A pull request already exists for ${repository.owner.login}:${branch}.`);
  }
  const issue: PullIssue = {
    id: world.nextId(),
    number: repository.nextNumber++,
    title: from.title,
    body: from.body,
    state: 'open',
    stateReason: null,
    locked: false,
    user: from.by,
    viaApp: from.viaApp,
    createdAt: from.at,
    updatedAt: from.at,
    closedAt: undefined,
    closedBy: undefined,
    labels: new Set(),
    reactions: [],
    pull: {
      id: world.nextId(),
      draft: from.draft,
      head: { ref: branch, sha: head },
      base: { ref: from.base, sha: base },
      merged: undefined,
    },
  };
  repository.issues.set(issue.number, issue);
  await emitPull(world, repository, issue, 'opened', { by: from.by, at: from.at });
  return issue;
}

export interface MergePull {
  readonly method: Merged['method'];
  readonly by: Account;
  readonly at: number;
  /** Refuses where the head is another commit. */
  readonly sha?: string | undefined;
  readonly title?: string | undefined;
  readonly message?: string | undefined;
}

/** Merges as GitHub's button does. Throws 405 where it can not be merged, 409 where the head moved. */
export async function mergePull(
  world: World,
  repository: Repository,
  issue: PullIssue,
  how: MergePull,
): Promise<Merged> {
  const { git } = repository;
  const { pull } = issue;
  if (issue.state !== 'open') throw new HttpFailure(405, 'Pull Request is not mergeable');
  if (pull.draft) throw new HttpFailure(405, 'Pull Request is still a draft');
  if (how.sha !== undefined && how.sha !== pull.head.sha) {
    throw new HttpFailure(409, 'Head branch was modified. Review and try the merge again.');
  }
  const base = await resolveCommit(git, `refs/heads/${pull.base.ref}`);
  if (base === undefined) throw new HttpFailure(405, 'Pull Request is not mergeable');
  const person = (account: Account): GitSignature => ({ name: account.name, email: account.email, at: how.at });
  const committer: GitSignature = { name: 'GitHub', email: 'noreply@github.com', at: how.at };
  const done = await mergeInGit(git, {
    method: how.method,
    base,
    head: pull.head.sha,
    author: how.method === 'squash' ? person(issue.user) : person(how.by),
    committer: how.method === 'rebase' ? person(how.by) : committer,
    message: await mergeMessage(repository, issue, base, how),
  });
  if (done === undefined) throw new HttpFailure(405, 'Pull Request is not mergeable');
  const merged: Merged = { at: how.at, by: how.by, method: how.method, sha: done.sha, shas: new Set(done.shas) };
  Object.assign(issue, { state: 'closed', closedAt: how.at, closedBy: how.by, updatedAt: how.at });
  pull.merged = merged;
  pull.base.sha = base;
  await moveRef(world, repository, { ref: `refs/heads/${pull.base.ref}`, after: done.sha, by: how.by, at: how.at });
  await emitPull(world, repository, issue, 'closed', { by: how.by, at: how.at });
  if (pull.base.ref === repository.defaultBranch) {
    const { message } = await readCommit(git, done.sha);
    closeByKeywords(world, repository, `${issue.body ?? ''}\n${message}`, { by: how.by, at: how.at });
  }
  return merged;
}

// GitHub's defaults: one commit keeps its own words, several are listed under the title of the pull request.
async function mergeMessage(repository: Repository, issue: PullIssue, base: string, how: MergePull): Promise<string> {
  const suffix = `(#${issue.number})`;
  if (how.method === 'merge') {
    const from = `${repository.owner.login}/${issue.pull.head.ref}`;
    return `${how.title ?? `Merge pull request #${issue.number} from ${from}`}\n\n${how.message ?? issue.title}`;
  }
  const commits = await listCommits(repository.git, ['--reverse', '--no-merges', `${base}..${issue.pull.head.sha}`]);
  const [first = '', ...rest] = commits.length === 1 ? (commits[0]?.message ?? '').split('\n') : [issue.title];
  const own = commits.length === 1 ? rest.join('\n').trim() : commits.map(({ message }) => `* ${message}`).join('\n\n');
  const body = how.message ?? own;
  return `${how.title ?? `${first} ${suffix}`}${body === '' ? '' : `\n\n${body}`}`;
}

/** Closes or opens it again without a merge. */
export async function setPullState(
  world: World,
  repository: Repository,
  issue: PullIssue,
  state: 'open' | 'closed',
  { by, at }: { readonly by: Account; readonly at: number },
): Promise<void> {
  if (issue.state === state) return;
  if (issue.pull.merged !== undefined) throw unprocessable('Validation Failed');
  const closed = state === 'closed';
  Object.assign(issue, { state, updatedAt: at, closedAt: closed ? at : undefined, closedBy: closed ? by : undefined });
  await emitPull(world, repository, issue, closed ? 'closed' : 'reopened', { by, at });
}
