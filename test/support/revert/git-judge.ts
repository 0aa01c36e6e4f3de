import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { writeLooseObject } from './loose-object.ts';

const run = promisify(execFile);

/** Git as the judge of reverts: it answers from its own merge, and writes into a scratch folder only. */
export interface GitJudge {
  /** The tree that `git revert` gives, or undefined where it conflicts. */
  revert(trees: {
    readonly commit: string;
    readonly tip: string;
    readonly parent: string;
  }): Promise<string | undefined>;
  close(): Promise<void>;
}

/**
 * Git 2.39 cannot be told the base of a merge of trees, but it finds it: three commits are made in which the base is the
 * parent of the other two (`merge-tree --write-tree`). A bare scratch repository borrows the objects of `directory`.
 */
export async function openGitJudge(directory: string): Promise<GitJudge> {
  const scratch = await mkdtemp(join(tmpdir(), 'revert-judge-'));
  const git = async (...args: string[]) => {
    const env = {
      PATH: process.env.PATH,
      HOME: scratch,
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_SYSTEM: '/dev/null',
    };
    return (await run('git', ['-C', scratch, ...args], { env })).stdout.trim();
  };
  await git('init', '--quiet', '--bare', '.');
  const { stdout } = await run('git', [
    '-C',
    directory,
    'rev-parse',
    '--path-format=absolute',
    '--git-path',
    'objects',
  ]);
  await writeFile(join(scratch, 'objects/info/alternates'), stdout);
  const commit = async (tree: string, parents: readonly string[]) => {
    const who = 'judge <judge@localhost> 0 +0000';
    const text = `tree ${tree}\n${parents.map((parent) => `parent ${parent}\n`).join('')}author ${who}\ncommitter ${who}\n\n\n`;
    return writeLooseObject(join(scratch, 'objects'), 'commit', Buffer.from(text));
  };
  return {
    revert: async (trees) => {
      const base = await commit(trees.commit, []);
      const [ours, theirs] = [await commit(trees.tip, [base]), await commit(trees.parent, [base])];
      try {
        return (await git('merge-tree', '--write-tree', '--no-messages', ours, theirs)).split('\n')[0];
      } catch (problem) {
        // 1 is a conflict; an assertion in merge-ort that fails (Git 2.39 has one) is no answer either.
        const { code, signal } = problem as { code?: unknown; signal?: unknown };
        if (code === 1 || signal === 'SIGABRT') return undefined;
        throw problem;
      }
    },
    close: () => rm(scratch, { recursive: true, force: true }),
  };
}
