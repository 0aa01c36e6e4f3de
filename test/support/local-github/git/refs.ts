import type { GitRepository } from './git-repository.ts';

const FULL_SHA = /^[0-9a-f]{40}$/;

/** The commit that a branch, tag, SHA or full ref names; undefined where there is none. */
export async function resolveCommit(git: GitRepository, name: string): Promise<string | undefined> {
  if (name === '' || name.startsWith('-') || name.includes('..') || name.includes(':')) return undefined;
  // GitHub knows branches before tags, git the other way round; a full SHA is looked up as one.
  const candidates = FULL_SHA.test(name) ? [name] : [`refs/heads/${name}`, `refs/tags/${name}`, name];
  for (const candidate of candidates) {
    const found = await git.run(['rev-parse', '--verify', '--quiet', '--end-of-options', `${candidate}^{commit}`], {
      accept: [1, 128],
    });
    if (found.code === 0) return found.stdout.toString().trim();
  }
  return undefined;
}

export interface Ref {
  readonly name: string;
  readonly sha: string;
  readonly type: string;
  /** The commit behind it: of an annotated tag the one it points at. */
  readonly commit: string;
}

/** Refs below a prefix such as `refs/heads/`, by name. */
export async function listRefs(git: GitRepository, prefix: string): Promise<readonly Ref[]> {
  const format = '%(refname)%00%(objectname)%00%(objecttype)%00%(*objectname)';
  const text = await git.text(['for-each-ref', `--format=${format}`, prefix]);
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [name = '', sha = '', type = '', peeled = ''] = line.split('\0');
      return { name, sha, type, commit: peeled === '' ? sha : peeled };
    });
}

/** Sets a ref, whatever it pointed at before; `sha` undefined deletes it. */
export async function writeRef(git: GitRepository, ref: string, sha: string | undefined): Promise<void> {
  await git.run(sha === undefined ? ['update-ref', '-d', ref] : ['update-ref', ref, sha]);
}

/** Whether `ancestor` is reachable from `descendant`; a commit is its own ancestor. */
export async function isAncestor(git: GitRepository, ancestor: string, descendant: string): Promise<boolean> {
  return (await git.run(['merge-base', '--is-ancestor', ancestor, descendant], { accept: [1] })).code === 0;
}
