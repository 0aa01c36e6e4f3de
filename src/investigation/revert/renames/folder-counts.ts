import { folderOf, nameOf } from '../objects/path-parts.ts';
import type { FolderRelevance } from './side-changes.ts';

/** How many files of a removed folder went to which other folder. */
export type FolderCounts = Map<string, Map<string, number>>;

/**
 * Counts a rename for its folder, and for the folders above as long as the names below them stay the same:
 * a/b/x/file to a/c/x/file says that a/b/x became a/c/x and a/b became a/c.
 */
export function countFolders(
  counts: FolderCounts,
  removedFolders: ReadonlyMap<string, FolderRelevance>,
  from: string,
  to: string,
): void {
  let [oldFolder, newFolder] = [from, to];
  for (let first = true; ; first = false) {
    const [oldName, newName] = [nameOf(oldFolder), nameOf(newFolder)];
    [oldFolder, newFolder] = [folderOf(oldFolder), folderOf(newFolder)];
    const relevance = removedFolders.get(oldFolder);
    if (relevance === undefined || (!first && oldName !== newName)) return;
    if (relevance === 'self' || first) {
      const targets = counts.get(oldFolder) ?? new Map<string, number>();
      targets.set(newFolder, (targets.get(newFolder) ?? 0) + 1);
      counts.set(oldFolder, targets);
    }
    if (relevance === 'no' || oldFolder === '' || newFolder === '') return;
  }
}

/** The folder to which most files went, the first of several. */
export function mostFrequent(targets: ReadonlyMap<string, number>): string | undefined {
  let [best, most]: [string | undefined, number] = [undefined, 0];
  for (const [folder, count] of targets) if (count > most) [best, most] = [folder, count];
  return best;
}
