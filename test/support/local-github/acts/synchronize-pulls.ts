import { listCommits } from '../git/read-commits.ts';
import { isAncestor, resolveCommit } from '../git/refs.ts';
import type { PullIssue } from '../shapes/pull-request.ts';
import type { Account } from '../world/account.ts';
import type { Repository } from '../world/repository.ts';
import type { World } from '../world/world.ts';
import { emitPull, isPull } from './emit-pull.ts';

interface Move {
  readonly ref: string;
  readonly before: string | undefined;
  readonly after: string;
  readonly by: Account;
  readonly at: number;
}

/** What a branch that moved means for open pull requests: a new head, or that its base holds all of it now. */
export async function synchronizePulls(world: World, repository: Repository, move: Move): Promise<void> {
  for (const issue of repository.issues.values()) {
    if (!isPull(issue) || issue.state !== 'open') continue;
    if (`refs/heads/${issue.pull.head.ref}` === move.ref) {
      issue.pull.head.sha = move.after;
      issue.updatedAt = move.at;
      await emitPull(world, repository, issue, 'synchronize', move, { before: move.before, after: move.after });
    } else if (`refs/heads/${issue.pull.base.ref}` === move.ref) await mergedByPush(world, repository, issue, move);
  }
}

/** GitHub counts a pull request as merged when its base gets its commits in another way. */
async function mergedByPush(world: World, repository: Repository, issue: PullIssue, move: Move): Promise<void> {
  const { git } = repository;
  const { before, after, by, at } = move;
  const head = (await resolveCommit(git, issue.pull.head.sha)) ?? '';
  if (!(await isAncestor(git, head, after))) return;
  const shas = (await listCommits(git, before === undefined ? [after] : [`${before}..${after}`])).map(({ sha }) => sha);
  Object.assign(issue, { state: 'closed', closedAt: at, closedBy: by, updatedAt: at });
  issue.pull.merged = { at, by, method: 'merge', sha: after, shas: new Set(shas) };
  if (before !== undefined) issue.pull.base.sha = before;
  await emitPull(world, repository, issue, 'closed', { by, at });
}
