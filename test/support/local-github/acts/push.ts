import type { FileChange, GitCommit } from '../git/git-repository.ts';
import { listCommits, readCommit } from '../git/read-commits.ts';
import { EMPTY_TREE, readDiff } from '../git/read-diff.ts';
import { isAncestor, resolveCommit, writeRef } from '../git/refs.ts';
import { accountShape } from '../shapes/account.ts';
import { accountOfEmail } from '../shapes/commit.ts';
import { isoTime, type Json } from '../shapes/json.ts';
import { repositoryShape, webUrl } from '../shapes/repository.ts';
import { emitForRepository } from '../webhooks/emit.ts';
import type { Account } from '../world/account.ts';
import { fullName, type Repository } from '../world/repository.ts';
import type { World } from '../world/world.ts';
import { synchronizePulls } from './synchronize-pulls.ts';

const NOTHING = '0'.repeat(40);
/** GitHub's own limit of the commits in one `push` payload. */
const MOST_COMMITS = 2048;

/** A ref that moved: `before` or `after` is undefined where it did not exist. */
export interface RefMove {
  readonly ref: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly by: Account;
  readonly at: number;
}

/** Moves a ref, then tells about it: `push`, and `synchronize` for the pull requests of a branch. */
export async function moveRef(world: World, repository: Repository, move: Omit<RefMove, 'before'>): Promise<void> {
  const before = await resolveCommit(repository.git, move.ref);
  await writeRef(repository.git, move.ref, move.after);
  await afterPush(world, repository, { ...move, before });
}

/** The same for a ref that was moved already. */
export async function afterPush(world: World, repository: Repository, move: RefMove): Promise<void> {
  repository.pushedAt = Math.max(repository.pushedAt, move.at);
  const payload = await pushPayload(world, repository, move);
  void emitForRepository(world, repository, { event: 'push', payload, sender: move.by, at: move.at });
  if (move.after !== undefined) await synchronizePulls(world, repository, { ...move, after: move.after });
}

async function pushPayload(world: World, repository: Repository, move: RefMove): Promise<Json> {
  const { git } = repository;
  const { before, after } = move;
  const web = webUrl(world, repository);
  const range =
    before === undefined
      ? [`${after}`, '--not', `--exclude=${move.ref.replace('refs/heads/', '')}`, '--branches', '--max-count=20']
      : [`${before}..${after}`];
  const listed =
    after === undefined ? [] : await listCommits(git, ['--reverse', `--max-count=${MOST_COMMITS}`, ...range]);
  const commits = await Promise.all(listed.map((commit) => pushedCommit(world, repository, commit)));
  const head = after === undefined ? null : await pushedCommit(world, repository, await readCommit(git, after));
  const forced = before !== undefined && after !== undefined && !(await isAncestor(git, before, after));
  const plain = repositoryShape(world, repository);
  const { owner } = repository;
  return {
    ref: move.ref,
    before: before ?? NOTHING,
    after: after ?? NOTHING,
    created: before === undefined,
    deleted: after === undefined,
    forced,
    base_ref: null,
    compare: `${web}/compare/${(before ?? NOTHING).slice(0, 12)}...${(after ?? NOTHING).slice(0, 12)}`,
    commits,
    head_commit: head,
    pusher: { name: move.by.login, email: move.by.email },
    // Unlike everywhere else, these two are epoch seconds here.
    repository: {
      ...plain,
      owner: { ...accountShape(world, owner), name: owner.login, email: null },
      ...(owner.type === 'Organization' ? { organization: owner.login } : {}),
      url: web,
      full_name: fullName(repository),
      created_at: Math.floor(repository.createdAt / 1000),
      pushed_at: Math.floor(repository.pushedAt / 1000),
      stargazers: 0,
      master_branch: repository.defaultBranch,
    },
  };
}

async function pushedCommit(world: World, repository: Repository, commit: GitCommit): Promise<Json> {
  const parent = commit.parents[0];
  const files = await readDiff(repository.git, parent ?? EMPTY_TREE, commit.sha);
  const paths = (...states: FileChange['status'][]) =>
    files.filter((f) => states.includes(f.status)).map((f) => f.path);
  const person = (who: GitCommit['author']) => {
    const account = accountOfEmail(world, who.email);
    return { name: who.name, email: who.email, ...(account === undefined ? {} : { username: account.login }) };
  };
  const renamedFrom = files.flatMap((file) => (file.status === 'renamed' ? [file.previousPath ?? ''] : []));
  return {
    id: commit.sha,
    tree_id: commit.tree,
    distinct: true,
    message: commit.message,
    timestamp: isoTime(commit.committer.at),
    url: `${webUrl(world, repository)}/commit/${commit.sha}`,
    author: person(commit.author),
    committer: person(commit.committer),
    added: paths('added', 'copied', 'renamed'),
    removed: [...paths('removed'), ...renamedFrom],
    modified: paths('modified', 'changed'),
  };
}
