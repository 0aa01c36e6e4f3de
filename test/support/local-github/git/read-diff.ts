import type { FileChange, GitRepository } from './git-repository.ts';

/** Git's name for a tree without files: what the first commit is compared with. */
export const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

const STATUS: Readonly<Record<string, FileChange['status']>> = {
  A: 'added',
  D: 'removed',
  M: 'modified',
  R: 'renamed',
  C: 'copied',
  T: 'changed',
};

/** GitHub leaves the patch of a larger file out. */
const LARGEST_PATCH = 1_000_000;

/** What changed between two trees or commits, by path, renames found as git finds them. */
export function readDiff(git: GitRepository, from: string, to: string): Promise<readonly FileChange[]> {
  const key = `${from}..${to}`;
  const known = git.diffs.get(key);
  if (known !== undefined) return known;
  const reading = read(git, from, to);
  git.diffs.set(key, reading);
  return reading;
}

/** The same as one unified diff, the way `git diff` prints it. */
export function readUnifiedDiff(git: GitRepository, from: string, to: string): Promise<string> {
  return git.text(['diff-tree', '-r', '-M', '-p', '--no-color', from, to]);
}

async function read(git: GitRepository, from: string, to: string): Promise<readonly FileChange[]> {
  const [summary, unified] = await Promise.all([
    git.text(['diff-tree', '-r', '-M', '--raw', '--numstat', '--abbrev=40', '-z', from, to]),
    readUnifiedDiff(git, from, to),
  ]);
  const patches = splitPatches(unified);
  const tokens = summary.split('\0');
  const entries: { status: string; sha: string; paths: string[] }[] = [];
  let position = 0;
  while (tokens[position]?.startsWith(':')) {
    const [, , oldSha = '', newSha = '', status = ''] = (tokens[position] ?? '').split(' ');
    const width = status.startsWith('R') || status.startsWith('C') ? 2 : 1;
    const paths = tokens.slice(position + 1, position + 1 + width);
    entries.push({ status: status.charAt(0), sha: status === 'D' ? oldSha : newSha, paths });
    position += 1 + width;
  }
  return entries.map((entry, index) => {
    const [added = '', deleted = ''] = (tokens[position] ?? '').split('\t');
    position += entry.paths.length === 2 ? 3 : 1;
    const patch = patches[index];
    return {
      path: entry.paths.at(-1) ?? '',
      previousPath: entry.paths.length === 2 ? entry.paths[0] : undefined,
      status: STATUS[entry.status] ?? 'changed',
      sha: entry.sha,
      additions: added === '-' ? 0 : Number(added),
      deletions: deleted === '-' ? 0 : Number(deleted),
      patch: patch !== undefined && patch.length <= LARGEST_PATCH ? patch : undefined,
    };
  });
}

/** The hunks of each file of a unified diff, in order; undefined for a file without hunks. */
function splitPatches(unified: string): readonly (string | undefined)[] {
  return unified
    .split(/^(?=diff --git )/m)
    .filter((section) => section.startsWith('diff --git '))
    .map((section) => {
      const start = section.search(/^@@ /m);
      return start === -1 ? undefined : section.slice(start).replace(/\n$/, '');
    });
}
