import { EMPTY_BLOB } from '../objects/git-object.ts';
import type { ObjectDesk } from '../objects/object-desk.ts';
import type { Planning } from '../objects/planning.ts';
import { findExactRenames } from './exact-renames.ts';
import type { FolderCounts } from './folder-counts.ts';
import { inWalkOrder, type RenameSearch } from './rename-search.ts';
import { findSameNameRenames } from './same-name-renames.ts';
import type { Rename, SideChanges } from './side-changes.ts';
import { findSimilarRenames } from './similar-renames.ts';

export interface FoundRenames {
  readonly renames: readonly Rename[];
  /** For removed folders whose new place matters: where their files went. */
  readonly folders: FolderCounts;
  /** A path whose new place was not looked for because too many files were moved. */
  readonly givenUp?: string;
}

/**
 * Finds which files one side moved, in the three steps of git's merge-ort: same content, same name and 75 % alike, 50 %
 * alike. Empty files are never taken for renamed. Nothing is looked for where nothing hangs on it.
 */
export function* findRenames(desk: ObjectDesk, side: SideChanges): Planning<FoundRenames> {
  const isSubstantial = ({ entry }: { readonly entry: { readonly sha: string } }) => entry.sha !== EMPTY_BLOB;
  const search: RenameSearch = {
    desk,
    memory: { older: new Map(), newer: new Map() },
    side,
    sources: inWalkOrder(side.removed.filter(isSubstantial)),
    targets: inWalkOrder(side.added.filter(isSubstantial)),
    used: new Set(),
    renames: new Map(),
    folders: new Map(),
  };
  let givenUp: string | undefined;
  if (side.relevant.size > 0 && search.sources.length > 0 && search.targets.length > 0) {
    findExactRenames(search);
    yield* findSameNameRenames(search);
    givenUp = yield* findSimilarRenames(search);
  }
  const folders = new Map([...search.folders].filter(([folder]) => (side.removedFolders.get(folder) ?? 'no') !== 'no'));
  return { renames: [...search.renames.values()], folders, ...(givenUp === undefined ? {} : { givenUp }) };
}
