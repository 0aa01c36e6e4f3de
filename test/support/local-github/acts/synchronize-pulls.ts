import type { Account } from '../world/account.ts';
import type { Repository } from '../world/repository.ts';
import type { World } from '../world/world.ts';
import { emitPull, isPull } from './emit-pull.ts';

/** Follows a branch that moved: its open pull requests have a new head. */
export async function synchronizePulls(
  world: World,
  repository: Repository,
  move: {
    readonly ref: string;
    readonly before: string | undefined;
    readonly after: string;
    readonly by: Account;
    readonly at: number;
  },
): Promise<void> {
  for (const issue of repository.issues.values()) {
    if (!isPull(issue) || issue.state !== 'open' || `refs/heads/${issue.pull.head.ref}` !== move.ref) continue;
    issue.pull.head.sha = move.after;
    issue.updatedAt = move.at;
    await emitPull(world, repository, issue, 'synchronize', move, { before: move.before, after: move.after });
  }
}
