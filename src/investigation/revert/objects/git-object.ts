/** The name of a git object: 40 hexadecimal digits. */
export type Sha = string;

/** What a tree says of one name in it. */
export interface TreeEntry {
  /** As git writes it, canonical: 0o100644, 0o100755, 0o120000 (symbolic link), 0o160000 (submodule), 0o40000 (folder). */
  readonly mode: number;
  readonly sha: Sha;
}

/** The entries of one tree by name (one character a byte), in git's order. */
export type Tree = ReadonlyMap<string, TreeEntry>;

export interface Commit {
  readonly sha: Sha;
  readonly tree: Sha;
  readonly parents: readonly Sha[];
  /** Of the committer, seconds since 1970. */
  readonly committedAt: number;
  readonly message: string;
}

export type EntryKind = 'file' | 'link' | 'submodule' | 'folder';

export const EMPTY_TREE: Sha = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
export const EMPTY_BLOB: Sha = 'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391';
export const FOLDER_MODE = 0o40000;
const TYPE_BITS = 0o170000;
// A map and not an object: Biome 2.6.8 turns octal keys of an object into other numbers.
const KINDS: ReadonlyMap<number, EntryKind> = new Map([
  [0o100000, 'file'],
  [0o120000, 'link'],
  [FOLDER_MODE, 'folder'],
]);

/** What kind of thing a mode stands for; git takes everything that it does not know for a submodule. */
export function kindOf(mode: number): EntryKind {
  return KINDS.get(mode & TYPE_BITS) ?? 'submodule';
}

/** A mode as git writes it today: old histories hold files with 0o100664. */
export function canonicalMode(mode: number): number {
  const kind = kindOf(mode);
  if (kind === 'file') return (mode & 0o100) === 0 ? 0o100644 : 0o100755;
  if (kind === 'submodule') return 0o160000;
  return mode & TYPE_BITS;
}

/** Whether two entries (or their absence) are the same in mode and content. */
export function sameEntry(one: TreeEntry | undefined, other: TreeEntry | undefined): boolean {
  return one?.mode === other?.mode && one?.sha === other?.sha;
}
