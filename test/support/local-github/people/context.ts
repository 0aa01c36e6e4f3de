import { account } from '../acts/accounts.ts';
import type { RepositoryName } from '../local-github.ts';
import { findRepository } from '../server/find-repository.ts';
import { settled } from '../webhooks/outbox.ts';
import type { Account } from '../world/account.ts';
import type { Issue } from '../world/issue.ts';
import type { Repository } from '../world/repository.ts';
import { type At, timeOf, type World } from '../world/world.ts';

/** Who acts where a test does not say. */
const SOMEBODY = 'octo-maintainer';

/** The repository of this name. Throws where there is none: a mistake in the test. */
export function repositoryNamed(world: World, name: RepositoryName): Repository {
  if (typeof name !== 'string') return name;
  const found = findRepository(world, name);
  if (found.kind === 'here') return found.repository;
  throw new Error(`local GitHub has no repository ${name}`);
}

export function issueNumbered(world: World, name: RepositoryName, number: number): Issue {
  const issue = repositoryNamed(world, name).issues.get(number);
  if (issue === undefined) throw new Error(`local GitHub has no issue ${number} in this repository`);
  return issue;
}

/** Who and when, resolved. */
export function byAt(
  world: World,
  from: { readonly by?: string; readonly at?: At } | undefined,
): { readonly by: Account; readonly at: number } {
  return { by: account(world, from?.by ?? SOMEBODY), at: timeOf(world, from?.at) };
}

/** Gives the value of an act when the webhooks about it were answered. */
export async function answered<T>(world: World, act: T | Promise<T>): Promise<T> {
  const value = await act;
  await settled(world);
  return value;
}
