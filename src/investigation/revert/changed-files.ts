import { attributeFilesFor, type KnownFiles } from './attributes/attribute-files.ts';
import { attributeOf } from './attributes/attribute-of.ts';
import { readablePath } from './objects/byte-text.ts';
import { FOLDER_MODE, kindOf, type Sha, sameEntry, type Tree, type TreeEntry } from './objects/git-object.ts';
import { type ObjectDesk, readTrees, treeOf } from './objects/object-desk.ts';
import { pathIn } from './objects/path-parts.ts';
import type { Planning } from './objects/planning.ts';

/** What the revert does to one path. */
export interface PlannedFile {
  /** As people read it. */
  readonly path: string;
  readonly change: 'added' | 'removed' | 'modified' | 'mode' | 'kind';
  readonly from: TreeEntry | null;
  readonly to: TreeEntry | null;
  readonly isSubmodule: boolean;
  /** Whether the tip's .gitattributes keep it in Git LFS: its blob is a pointer then. */
  readonly isLfs: boolean;
}

/** Compares two trees, in the order of paths; folders themselves are not listed. */
export function* changedFiles(desk: ObjectDesk, from: Sha, to: Sha): Planning<PlannedFile[]> {
  const files: RawChange[] = [];
  yield* compareFolders(desk, '', from, to, files);
  const known: KnownFiles = new Map();
  const planned: PlannedFile[] = [];
  for (const { path, from: old, to: now } of files) {
    const filter = attributeOf(yield* attributeFilesFor(desk, from, path, known), path, 'filter');
    planned.push({
      path: readablePath(path),
      change: changeOf(old, now),
      from: old,
      to: now,
      isSubmodule: [old, now].some((entry) => entry !== null && kindOf(entry.mode) === 'submodule'),
      isLfs: typeof filter === 'object' && filter.value === 'lfs',
    });
  }
  return planned;
}

/** The paths that differ between two trees, as people read them. */
export function* changedPaths(desk: ObjectDesk, from: Sha, to: Sha): Planning<string[]> {
  const files: RawChange[] = [];
  yield* compareFolders(desk, '', from, to, files);
  return files.map(({ path }) => readablePath(path));
}

interface RawChange {
  readonly path: string;
  readonly from: TreeEntry | null;
  readonly to: TreeEntry | null;
}

function* compareFolders(
  desk: ObjectDesk,
  folder: string,
  from: Sha | undefined,
  to: Sha | undefined,
  files: RawChange[],
): Planning<void> {
  yield* readTrees(
    desk,
    [from, to].filter((sha) => sha !== undefined),
  );
  const [before, after] = [treeOf(desk, from), treeOf(desk, to)];
  for (const name of namesOf(before, after)) {
    const [old, now] = [before.get(name), after.get(name)];
    if (sameEntry(old, now)) continue;
    const path = pathIn(folder, name);
    const [oldFile, newFile] = [fileOnly(old), fileOnly(now)];
    if (oldFile !== null || newFile !== null) {
      files.push({ path, from: oldFile, to: newFile });
    }
    if (old?.mode === FOLDER_MODE || now?.mode === FOLDER_MODE) {
      yield* compareFolders(desk, path, folderOnly(old), folderOnly(now), files);
    }
  }
}

function namesOf(before: Tree, after: Tree): string[] {
  return [...new Set([...before.keys(), ...after.keys()])].sort();
}

function fileOnly(entry: TreeEntry | undefined): TreeEntry | null {
  return entry === undefined || entry.mode === FOLDER_MODE ? null : entry;
}

function folderOnly(entry: TreeEntry | undefined): Sha | undefined {
  return entry?.mode === FOLDER_MODE ? entry.sha : undefined;
}

function changeOf(from: TreeEntry | null, to: TreeEntry | null): PlannedFile['change'] {
  if (from === null) return 'added';
  if (to === null) return 'removed';
  if (kindOf(from.mode) !== kindOf(to.mode)) return 'kind';
  return from.sha === to.sha ? 'mode' : 'modified';
}
