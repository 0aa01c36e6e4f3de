import type { GitRepository, GitSignature } from './git-repository.ts';
import { listCommits, readCommit } from './read-commits.ts';
import { EMPTY_TREE } from './read-diff.ts';
import { commitTree } from './write-commit.ts';

const NOBODY: GitSignature = { name: 'merge', email: 'merge@localhost', at: 0 };

/** The tree of merging two commits, or undefined where they conflict. */
export async function mergeCommits(git: GitRepository, ours: string, theirs: string): Promise<string | undefined> {
  const merged = await git.run(
    ['merge-tree', '--write-tree', '--no-messages', '--allow-unrelated-histories', ours, theirs],
    {
      accept: [1],
    },
  );
  return merged.code === 0 ? merged.stdout.toString().split('\n')[0] : undefined;
}

/** The tree of a three-way merge of trees. Git 2.39 can not be told the base, so three commits are made that have it. */
async function mergeTrees(git: GitRepository, base: string, ours: string, theirs: string): Promise<string | undefined> {
  const make = (tree: string, parents: string[]) =>
    commitTree(git, { tree, parents, author: NOBODY, committer: NOBODY, message: 'merge\n' });
  const root = await make(base, []);
  return mergeCommits(git, await make(ours, [root]), await make(theirs, [root]));
}

/** The last common commit of two histories; undefined where they have none. */
export async function mergeBase(git: GitRepository, one: string, other: string): Promise<string | undefined> {
  const found = await git.run(['merge-base', one, other], { accept: [1] });
  return found.code === 0 ? found.stdout.toString().trim() : undefined;
}

/** Replays the commits of `head` onto `base`, as the rebase button does; undefined where one conflicts. */
async function rebaseCommits(
  git: GitRepository,
  base: string,
  head: string,
  committer: GitSignature,
): Promise<readonly string[] | undefined> {
  const commits = await listCommits(git, ['--reverse', '--topo-order', '--no-merges', `${base}..${head}`]);
  const written: string[] = [];
  let tip = base;
  for (const commit of commits) {
    const parent = commit.parents[0];
    const before = parent === undefined ? EMPTY_TREE : (await readCommit(git, parent)).tree;
    const tree = await mergeTrees(git, before, (await readCommit(git, tip)).tree, commit.tree);
    if (tree === undefined) return undefined;
    tip = await commitTree(git, {
      tree,
      parents: [tip],
      author: commit.author,
      committer,
      message: `${commit.message}\n`,
    });
    written.push(tip);
  }
  return written;
}

/** `undefined` where the merge conflicts, else what it brought: the new tip and all new commits, oldest first. */
export async function mergePull(
  git: GitRepository,
  pull: {
    readonly method: 'merge' | 'squash' | 'rebase';
    readonly base: string;
    readonly head: string;
    readonly author: GitSignature;
    readonly committer: GitSignature;
    readonly message: string;
  },
): Promise<{ readonly sha: string; readonly shas: readonly string[] } | undefined> {
  if (pull.method === 'rebase') {
    const written = await rebaseCommits(git, pull.base, pull.head, pull.committer);
    const tip = written?.at(-1);
    return written === undefined || tip === undefined ? undefined : { sha: tip, shas: written };
  }
  const tree = await mergeCommits(git, pull.base, pull.head);
  if (tree === undefined) return undefined;
  const parents = pull.method === 'merge' ? [pull.base, pull.head] : [pull.base];
  const { author, committer, message } = pull;
  const sha = await commitTree(git, { tree, parents, author, committer, message: `${message}\n` });
  const brought = pull.method === 'merge' ? await listCommits(git, ['--reverse', `${pull.base}..${sha}`]) : [{ sha }];
  return { sha, shas: brought.map((commit) => commit.sha) };
}
