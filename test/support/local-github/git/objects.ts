import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import type { GitRepository } from './git-repository.ts';

export interface TreeEntry {
  readonly path: string;
  readonly mode: string;
  readonly type: string;
  readonly sha: string;
  readonly size: number | undefined;
}

/** The entries of a tree or commit; undefined where it is not there. */
export async function readTree(
  git: GitRepository,
  name: string,
  recursive: boolean,
): Promise<readonly TreeEntry[] | undefined> {
  const flags = recursive ? ['-r', '-t'] : [];
  const listed = await git.run(['ls-tree', '-z', '--long', '--full-tree', ...flags, name], { accept: [128] });
  if (listed.code !== 0) return undefined;
  return listed.stdout
    .toString('utf8')
    .split('\0')
    .filter((line) => line !== '')
    .map((line) => {
      const [meta = '', path = ''] = line.split('\t');
      const [mode = '', type = '', sha = '', size = '-'] = meta.split(/ +/);
      return { path, mode, type, sha, size: size === '-' ? undefined : Number(size) };
    });
}

/** The type of an object by its full SHA; undefined where it is not there. */
export async function objectType(git: GitRepository, sha: string): Promise<string | undefined> {
  if (!/^[0-9a-f]{40}$/.test(sha)) return undefined;
  const found = await git.run(['cat-file', '-t', sha], { accept: [128] });
  return found.code === 0 ? found.stdout.toString().trim() : undefined;
}

export async function readBlob(git: GitRepository, sha: string): Promise<Buffer> {
  return (await git.run(['cat-file', 'blob', sha])).stdout;
}

export async function writeBlob(git: GitRepository, content: Buffer): Promise<string> {
  return (await git.text(['hash-object', '-w', '--stdin'], { input: content })).trim();
}

export interface NewEntry {
  readonly path: string;
  readonly mode: string;
  /** A blob, or a whole tree under mode 040000; `null` takes the path away. */
  readonly sha: string | null;
}

/** A new tree: the entries on top of a base. */
export async function writeTree(
  git: GitRepository,
  base: string | undefined,
  entries: readonly NewEntry[],
): Promise<string> {
  const index = `${git.folder}/index-${randomUUID()}`;
  const environment = { GIT_INDEX_FILE: index };
  if (base !== undefined) await git.run(['read-tree', base], { environment });
  for (const entry of entries) {
    const lines = entry.mode === '040000' ? await folderLines(git, environment, entry) : [indexLine(entry)];
    const args = ['update-index', '-z', '--add', '--replace', '--index-info'];
    await git.run(args, { environment, input: lines.join('') });
  }
  const tree = (await git.text(['write-tree'], { environment })).trim();
  await rm(index, { force: true });
  return tree;
}

function indexLine({ path, mode, sha }: NewEntry): string {
  return sha === null ? `0 ${'0'.repeat(40)}\t${path}\0` : `${mode} ${sha}\t${path}\0`;
}

/** A folder takes the place of all that was below its path. */
async function folderLines(
  git: GitRepository,
  environment: Readonly<Record<string, string>>,
  { path, sha }: NewEntry,
): Promise<readonly string[]> {
  const old = (await git.text(['ls-files', '-z', '--', `${path}/`], { environment }))
    .split('\0')
    .filter((one) => one !== '');
  const files = sha === null ? [] : ((await readTree(git, sha, true)) ?? []);
  return [
    ...old.map((one) => indexLine({ path: one, mode: '0', sha: null })),
    ...files.filter(({ type }) => type !== 'tree').map((file) => indexLine({ ...file, path: `${path}/${file.path}` })),
  ];
}
