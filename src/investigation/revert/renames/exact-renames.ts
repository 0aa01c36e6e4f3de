import { kindOf, type TreeEntry } from '../objects/git-object.ts';
import { nameOf } from '../objects/path-parts.ts';
import { isContentRelevant, type RenameSearch, recordRename } from './rename-search.ts';
import type { PathEntry } from './side-changes.ts';

const MOST_LOOKED_AT = 100;

/** Matches added files with removed ones of the same content; between several the one with the same name, else the first. */
export function findExactRenames(search: RenameSearch): void {
  const bySha = new Map<string, PathEntry[]>();
  for (const source of search.sources) {
    const alike = bySha.get(source.entry.sha);
    if (alike === undefined) bySha.set(source.entry.sha, [source]);
    else alike.push(source);
  }
  const wanted = new Map<string, number>();
  for (const { entry } of search.targets) wanted.set(entry.sha, (wanted.get(entry.sha) ?? 0) + 1);
  for (const target of search.targets) {
    const alike = (bySha.get(target.entry.sha) ?? []).filter(({ entry }) => canBecome(entry, target.entry));
    const free = alike.filter((source) => !search.used.has(source)).slice(0, MOST_LOOKED_AT);
    const source = free.find(({ path }) => nameOf(path) === nameOf(target.path)) ?? free[0];
    if (source === undefined) continue;
    const several = alike.length > 1 || (wanted.get(target.entry.sha) ?? 0) > 1;
    recordRename(search, source, target, several && alike.some((one) => isContentRelevant(search, one)));
  }
}

function canBecome(from: TreeEntry, to: TreeEntry): boolean {
  return (kindOf(from.mode) === 'file' && kindOf(to.mode) === 'file') || from.mode === to.mode;
}
