import { kindOf, type TreeEntry } from '../objects/git-object.ts';
import { nameOf } from '../objects/path-parts.ts';
import { type RenameSearch, recordRename } from './rename-search.ts';

const MOST_LOOKED_AT = 100;

/** Matches added files with removed ones of the same content; between several the one with the same name, else the first. */
export function findExactRenames(search: RenameSearch): void {
  const bySha = Map.groupBy(search.sources, ({ entry }) => entry.sha);
  for (const target of search.targets) {
    const alike = (bySha.get(target.entry.sha) ?? []).filter(({ entry }) => canBecome(entry, target.entry));
    const free = alike.filter((source) => !search.used.has(source)).slice(0, MOST_LOOKED_AT);
    const source = free.find(({ path }) => nameOf(path) === nameOf(target.path)) ?? free[0];
    if (source === undefined) continue;
    recordRename(search, source, target, false);
  }
}

function canBecome(from: TreeEntry, to: TreeEntry): boolean {
  return (kindOf(from.mode) === 'file' && kindOf(to.mode) === 'file') || from.mode === to.mode;
}
