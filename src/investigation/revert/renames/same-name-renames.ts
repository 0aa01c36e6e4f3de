import { folderOf, nameOf } from '../objects/path-parts.ts';
import type { Planning } from '../objects/planning.ts';
import { mostFrequent } from './folder-counts.ts';
import { freeSources, freeTargets, type RenameSearch, recordRename } from './rename-search.ts';
import type { PathEntry } from './side-changes.ts';
import { estimateSimilarity, readAlike, SAME_NAME_SCORE } from './similarity.ts';

/**
 * Matches a removed with an added file of the same name at 75 % similarity: where that name occurs once among the removed
 * and once among the added, or where the other files of its folder tell to which folder it went.
 */
export function* findSameNameRenames(search: RenameSearch): Planning<void> {
  const left = freeSources(search);
  const sources = onlyOnes(left);
  const free = freeTargets(search);
  const targets = onlyOnes(free);
  const byPath = new Map(free.map((target) => [target.path, target]));
  const guesses = new Map([...search.folders].map(([folder, counts]) => [folder, mostFrequent(counts)]));
  for (const source of left) {
    const name = nameOf(source.path);
    if (!search.side.relevant.has(source.path) || !targets.has(name)) continue;
    const only = sources.get(name) === undefined ? undefined : targets.get(name);
    const guess = guesses.get(folderOf(source.path));
    const target = only ?? (guess === undefined ? undefined : byPath.get(`${guess}/${name}`));
    if (target === undefined || search.renames.has(target.path)) continue;
    const pair = { from: source.entry, to: target.entry };
    if ((yield* readAlike(search.desk, [pair], SAME_NAME_SCORE)).length === 0) continue;
    const { score } = estimateSimilarity(search.desk, search.memory, pair);
    if (score >= SAME_NAME_SCORE) recordRename(search, source, target, false);
  }
}

/** By name the one path that has it, and undefined for a name that several have. */
function onlyOnes(paths: readonly PathEntry[]): Map<string, PathEntry | undefined> {
  const byName = new Map<string, PathEntry | undefined>();
  for (const one of paths) byName.set(nameOf(one.path), byName.has(nameOf(one.path)) ? undefined : one);
  return byName;
}
