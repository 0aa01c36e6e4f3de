import type { Json } from '../shapes/json.ts';
import { fullPullShape, type PullIssue } from '../shapes/pull-request.ts';
import { emitForRepository } from '../webhooks/emit.ts';
import type { Account } from '../world/account.ts';
import type { Repository } from '../world/repository.ts';
import type { World } from '../world/world.ts';

export function isPull(issue: unknown): issue is PullIssue {
  return typeof issue === 'object' && issue !== null && 'pull' in issue && issue.pull !== undefined;
}

/** Sends `pull_request` with what git says about it now. */
export async function emitPull(
  world: World,
  repository: Repository,
  issue: PullIssue,
  action: string,
  { by, at }: { readonly by: Account; readonly at: number },
  more: Json = {},
): Promise<void> {
  const pull = await fullPullShape(world, repository, issue);
  const payload = { number: issue.number, pull_request: pull, ...more };
  void emitForRepository(world, repository, { event: 'pull_request', action, payload, sender: by, at });
}
