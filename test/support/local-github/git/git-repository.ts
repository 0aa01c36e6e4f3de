import { mkdirSync } from 'node:fs';
import { type GitOptions, type GitResult, runGit } from './run-git.ts';

/** One bare repository on disk, with what was read from it and can not change. */
export interface GitRepository {
  readonly folder: string;
  readonly commits: Map<string, GitCommit>;
  readonly diffs: Map<string, Promise<readonly FileChange[]>>;
  run(args: readonly string[], options?: GitOptions): Promise<GitResult>;
  /** The same, as text. */
  text(args: readonly string[], options?: GitOptions): Promise<string>;
}

export interface GitCommit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: GitSignature;
  readonly committer: GitSignature;
  readonly message: string;
}

export interface GitSignature {
  readonly name: string;
  readonly email: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

export interface FileChange {
  readonly path: string;
  readonly previousPath: string | undefined;
  readonly status: 'added' | 'removed' | 'modified' | 'renamed' | 'copied' | 'changed';
  readonly sha: string;
  readonly additions: number;
  readonly deletions: number;
  /** As GitHub writes it: the hunks without git's file header; undefined for binary files and for no change of content. */
  readonly patch: string | undefined;
}

/** Opens the bare repository in `folder`; the folder is made where it is not there, and is empty until `initialize`. */
export function openGitRepository(folder: string): GitRepository {
  mkdirSync(folder, { recursive: true });
  const run = (args: readonly string[], options?: GitOptions) => runGit(folder, args, options);
  return {
    folder,
    commits: new Map(),
    diffs: new Map(),
    run,
    text: async (args, options) => (await run(args, options)).stdout.toString('utf8'),
  };
}

/** Makes it a bare repository whose HEAD is `defaultBranch`. */
export async function initializeGitRepository(git: GitRepository, defaultBranch: string): Promise<void> {
  await git.run(['init', '--quiet', '--bare', `--initial-branch=${defaultBranch}`]);
}
