import type { TreeEntry } from '../objects/git-object.ts';

export interface PathEntry {
  readonly path: string;
  readonly entry: TreeEntry;
  /** 0 for what git's walk meets at once, else the number of the folder that it set aside first. */
  readonly batch: number;
}

/** Why it matters where a removed file went: its content must be merged, or it tells where its folder went. */
export type Relevance = 'content' | 'location';

/**
 * Why it matters where a removed folder went: `self`, the other side adds a file right in it; `parent`, one further up
 * needs it; `no`.
 */
export type FolderRelevance = 'no' | 'parent' | 'self';

/** What one side of a merge removed and added, and what of it matters. */
export interface SideChanges {
  readonly removed: PathEntry[];
  readonly added: PathEntry[];
  readonly relevant: Map<string, Relevance>;
  readonly removedFolders: Map<string, FolderRelevance>;
}

/** A file that one side moved. `doubt`: Git since 2.44 would see it otherwise. */
export interface Rename {
  readonly from: string;
  readonly to: string;
  readonly doubt: boolean;
}

export function emptySide(): SideChanges {
  return { removed: [], added: [], relevant: new Map(), removedFolders: new Map() };
}
