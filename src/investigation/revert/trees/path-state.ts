import type { TreeEntry } from '../objects/git-object.ts';
import { emptySide, type SideChanges } from '../renames/side-changes.ts';

/** The three versions of a merge: the common base, ours (the tip) and theirs (the state before the change). */
export const BASE = 1;
export const OURS = 2;
export const THEIRS = 4;
export const ALL = 7;
/** `ours` and `theirs` as places in `versions`. */
export type SideIndex = 1 | 2;

export type Three<T> = [T, T, T];

/** One path in the three versions, while it is not decided. Masks are sums of BASE, OURS and THEIRS. */
export interface PathState {
  readonly path: string;
  versions: Three<TreeEntry | undefined>;
  /** In which versions it is anything but a folder. */
  files: number;
  /** In which versions it is a folder. */
  folders: number;
  /** Which two versions are equal; 0 where none are. */
  equal: number;
  /** What it is in the result; null where it is not there. */
  settled?: TreeEntry | null;
  content?: FolderState;
}

/** A folder that was looked into. */
export interface FolderState {
  readonly path: string;
  readonly children: Map<string, PathState>;
}

/** All that a walk over three trees found. */
export interface MergeScene {
  readonly root: FolderState;
  /** Every path that was met. */
  readonly paths: Map<string, PathState>;
  readonly sides: readonly [SideChanges, SideChanges];
  /** The number of the batch that is walked now, see PathEntry. */
  batch: number;
}

export function emptyScene(): MergeScene {
  return { root: { path: '', children: new Map() }, paths: new Map(), sides: [emptySide(), emptySide()], batch: 0 };
}

/** The mask of one side. */
export function maskOf(side: SideIndex): number {
  return side === 1 ? OURS : THEIRS;
}

/** Which two of the three entries are equal, as a mask; 0 where none are, 7 where all are. Absence equals nothing. */
export function equalVersions([base, ours, theirs]: Three<TreeEntry | undefined>): number {
  const same = (one: TreeEntry | undefined, two: TreeEntry | undefined) =>
    one !== undefined && two !== undefined && one.mode === two.mode && one.sha === two.sha;
  if (same(base, ours)) return same(base, theirs) ? ALL : BASE | OURS;
  if (same(base, theirs)) return BASE | THEIRS;
  return same(ours, theirs) ? OURS | THEIRS : 0;
}
