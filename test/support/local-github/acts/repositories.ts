import { initializeGitRepository } from '../git/git-repository.ts';
import { resolveCommit } from '../git/refs.ts';
import { type FileContent, writeCommit } from '../git/write-commit.ts';
import { emitForRepository } from '../webhooks/emit.ts';
import type { Account } from '../world/account.ts';
import { fullName, type Repository } from '../world/repository.ts';
import type { World } from '../world/world.ts';
import { afterPush } from './push.ts';

export interface NewRepository {
  readonly id: number;
  readonly owner: Account;
  readonly name: string;
  readonly private: boolean;
  readonly defaultBranch: string;
  readonly at: number;
}

/** An empty repository, with an empty git repository behind it. */
export async function createRepository(world: World, from: NewRepository): Promise<Repository> {
  const git = world.openGit(`${from.id}.git`);
  await initializeGitRepository(git, from.defaultBranch);
  const repository: Repository = {
    id: from.id,
    owner: from.owner,
    name: from.name,
    private: from.private,
    defaultBranch: from.defaultBranch,
    archived: false,
    hasIssues: true,
    git,
    createdAt: from.at,
    updatedAt: from.at,
    pushedAt: from.at,
    formerNames: new Set(),
    collaborators: new Map(),
    issues: new Map(),
    comments: new Map(),
    labels: new Map(),
    deployments: new Map(),
    runs: new Map(),
    releases: new Map(),
    rules: [],
    nextNumber: 1,
  };
  world.repositories.set(repository.id, repository);
  return repository;
}

export interface NewCommit {
  readonly branch: string;
  readonly from: string | undefined;
  readonly message: string;
  readonly files: Readonly<Record<string, FileContent>>;
  readonly author: { readonly name: string; readonly email: string };
  readonly date: number;
  readonly by: Account;
  readonly at: number;
}

/** Commits on a branch and pushes it. */
export async function commit(world: World, repository: Repository, from: NewCommit): Promise<string> {
  const { git, defaultBranch } = repository;
  const ref = `refs/heads/${from.branch}`;
  const before = await resolveCommit(git, ref);
  const start = before ?? (await resolveCommit(git, from.from ?? `refs/heads/${defaultBranch}`));
  if (from.from !== undefined && start === undefined)
    throw new Error(`${from.from} names no commit of ${fullName(repository)}`);
  const after = await write(repository, ref, start, from);
  await afterPush(world, repository, { ref, before, after, by: from.by, at: from.at });
  return after;
}

/** A commit that is there and that no branch or tag holds: GitHub serves the commits of forks so. */
export async function imposterCommit(repository: Repository, from: NewCommit): Promise<string> {
  const start = await resolveCommit(repository.git, from.from ?? repository.defaultBranch);
  return write(repository, `refs/forks/${from.branch}`, start, from);
}

function write(repository: Repository, ref: string, parent: string | undefined, from: NewCommit): Promise<string> {
  const signature = { ...from.author, at: from.date };
  return writeCommit(repository.git, {
    ref,
    parents: parent === undefined ? [] : [parent],
    author: signature,
    committer: signature,
    message: from.message,
    files: from.files,
  });
}

/** Gives it another name; the old one redirects. */
export function renameRepository(world: World, repository: Repository, name: string, by: Account, at: number): void {
  const old = repository.name;
  repository.formerNames.add(fullName(repository).toLowerCase());
  repository.name = name;
  repository.updatedAt = at;
  const payload = { changes: { repository: { name: { from: old } } } };
  void emitForRepository(world, repository, { event: 'repository', action: 'renamed', payload, sender: by, at });
}

/** Tells about the end first, while the installations still cover it. */
export function deleteRepository(world: World, repository: Repository, by: Account, at: number): void {
  void emitForRepository(world, repository, { event: 'repository', action: 'deleted', payload: {}, sender: by, at });
  world.repositories.delete(repository.id);
}

export function archiveRepository(world: World, repository: Repository, by: Account, at: number): void {
  repository.archived = true;
  repository.updatedAt = at;
  void emitForRepository(world, repository, { event: 'repository', action: 'archived', payload: {}, sender: by, at });
}
