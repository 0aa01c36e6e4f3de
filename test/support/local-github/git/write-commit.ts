import type { GitRepository, GitSignature } from './git-repository.ts';

/** A file to write: text, bytes, or `null` to delete it. */
export type FileContent = string | Buffer | null;

export interface NewCommit {
  /** The ref to move, such as `refs/heads/main`. */
  readonly ref: string;
  /** The parents; none makes a first commit. */
  readonly parents: readonly string[];
  readonly author: GitSignature;
  readonly committer: GitSignature;
  readonly message: string;
  readonly files: Readonly<Record<string, FileContent>>;
}

/** Writes one commit in one git process, moves the ref to it and gives its SHA. */
export async function writeCommit(git: GitRepository, commit: NewCommit): Promise<string> {
  const [first, ...others] = commit.parents;
  const parts: (string | Buffer)[] = [
    `commit ${commit.ref}\nmark :1\n`,
    `author ${signature(commit.author)}\ncommitter ${signature(commit.committer)}\n`,
    ...data(`${commit.message}\n`),
  ];
  if (first !== undefined) parts.push(`from ${first}\n`);
  for (const parent of others) parts.push(`merge ${parent}\n`);
  for (const [path, content] of Object.entries(commit.files)) {
    if (content === null) parts.push(`D ${path}\n`);
    else parts.push(`M 100644 inline ${path}\n`, ...data(content));
  }
  // Without a parent the ref must start anew, or fast-import continues from where it is.
  if (first === undefined) parts.unshift(`reset ${commit.ref}\n\n`);
  parts.push('get-mark :1\n');
  const input = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
  return (await git.text(['fast-import', '--quiet', '--force'], { input })).trim();
}

function data(content: string | Buffer): (string | Buffer)[] {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return [`data ${bytes.length}\n`, bytes, '\n'];
}

function signature(who: GitSignature): string {
  return `${who.name} <${who.email}> ${Math.floor(who.at / 1000)} +0000`;
}

/** Writes a commit of an existing tree without moving a ref, and gives its SHA. */
export async function commitTree(
  git: GitRepository,
  commit: {
    readonly tree: string;
    readonly parents: readonly string[];
    readonly author: GitSignature;
    readonly committer: GitSignature;
    readonly message: string;
  },
): Promise<string> {
  const parents = commit.parents.flatMap((parent) => ['-p', parent]);
  const text = await git.text(['commit-tree', commit.tree, ...parents], {
    input: commit.message,
    environment: {
      GIT_AUTHOR_NAME: commit.author.name,
      GIT_AUTHOR_EMAIL: commit.author.email,
      GIT_AUTHOR_DATE: `@${Math.floor(commit.author.at / 1000)} +0000`,
      GIT_COMMITTER_NAME: commit.committer.name,
      GIT_COMMITTER_EMAIL: commit.committer.email,
      GIT_COMMITTER_DATE: `@${Math.floor(commit.committer.at / 1000)} +0000`,
    },
  });
  return text.trim();
}
