import type { ObjectDesk } from '../objects/object-desk.ts';
import { countFolders, type FolderCounts } from './folder-counts.ts';
import type { PathEntry, Rename, SideChanges } from './side-changes.ts';
import type { SpanMemory } from './similarity.ts';

/** The search for renames of one side, as far as it has come. */
export interface RenameSearch {
  readonly desk: ObjectDesk;
  readonly memory: SpanMemory;
  readonly side: SideChanges;
  readonly sources: readonly PathEntry[];
  readonly targets: readonly PathEntry[];
  /** The removed files that were matched, and the matches by the added file's path. */
  readonly used: Set<PathEntry>;
  readonly renames: Map<string, Rename>;
  readonly folders: FolderCounts;
}

/** Writes down that a removed file became an added one. */
export function recordRename(search: RenameSearch, from: PathEntry, to: PathEntry, doubt: boolean): void {
  search.renames.set(to.path, { from: from.path, to: to.path, doubt });
  search.used.add(from);
  countFolders(search.folders, search.side.removedFolders, from.path, to.path);
}

/** The removed files that no added file was matched with yet. */
export function freeSources({ sources, used }: RenameSearch): readonly PathEntry[] {
  return sources.filter((source) => !used.has(source));
}

/** The added files that no removed file was matched with yet. */
export function freeTargets({ targets, renames }: RenameSearch): readonly PathEntry[] {
  return targets.filter(({ path }) => !renames.has(path));
}

/** Whether anything hangs on where this file's content went. */
export function isContentRelevant({ side }: RenameSearch, { path }: PathEntry): boolean {
  return side.relevant.get(path) === 'content';
}

/**
 * The order in which git meets paths; between equals it takes the first. Within a batch that is the order of the paths: a
 * folder sorts as if its name ended with a slash.
 */
export function inWalkOrder(paths: readonly PathEntry[]): readonly PathEntry[] {
  return paths.toSorted((one, other) => one.batch - other.batch || Number(one.path > other.path) - 0.5);
}
