import { folderOf } from '../objects/path-parts.ts';
import type { FoundRenames } from '../renames/find-renames.ts';
import type { FolderCounts } from '../renames/folder-counts.ts';
import type { SideChanges } from '../renames/side-changes.ts';

/**
 * The new files of one side that stand in a folder which the other side renamed. Git asks a person where such a file
 * belongs (its default, `merge.directoryRenames=conflict`), so each is a conflict. `split` are renamed folders whose files
 * went to several places, none of them with most.
 */
export function filesInRenamedFolders(
  sides: readonly [SideChanges, SideChanges],
  found: readonly [FoundRenames, FoundRenames],
): { readonly files: readonly string[]; readonly split: readonly string[] } {
  const [ours, theirs] = [renamedFolders(found[0].folders), renamedFolders(found[1].folders)];
  // A folder that both sides renamed is not followed.
  const follow = (one: ReadonlySet<string>, two: ReadonlySet<string>) =>
    new Set([...one].filter((name) => !two.has(name)));
  const [oursOnly, theirsOnly] = [follow(ours.renamed, theirs.renamed), follow(theirs.renamed, ours.renamed)];
  return {
    files: [
      ...newFiles(sides[0]).filter((path) => isInOneOf(path, theirsOnly)),
      ...newFiles(sides[1]).filter((path) => isInOneOf(path, oursOnly)),
    ],
    split: [...ours.split, ...theirs.split],
  };
}

function renamedFolders(folders: FolderCounts): { readonly renamed: Set<string>; readonly split: string[] } {
  const renamed = new Set<string>();
  const split: string[] = [];
  for (const [folder, targets] of folders) {
    const counts = [...targets.values()].sort((one, other) => other - one);
    if (counts.length > 1 && counts[0] === counts[1]) split.push(folder);
    else renamed.add(folder);
  }
  return { renamed, split };
}

function newFiles({ added }: SideChanges): string[] {
  return added.map(({ path }) => path);
}

function isInOneOf(path: string, folders: ReadonlySet<string>): boolean {
  if (folders.size === 0) return false;
  for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) if (folders.has(folder)) return true;
  return false;
}
