import { kindOf } from '../objects/git-object.ts';
import { readSizes } from '../objects/object-desk.ts';
import { nameOf } from '../objects/path-parts.ts';
import type { Planning } from '../objects/planning.ts';
import { freeSources, freeTargets, isContentRelevant, type RenameSearch, recordRename } from './rename-search.ts';
import type { PathEntry } from './side-changes.ts';
import { FULL_SCORE, RENAME_SCORE, similarity } from './similarity.ts';

const CANDIDATES = 4;
/** Within five points above the threshold a rename is a guess on which nobody's code should hang. */
const SURE_SCORE = RENAME_SCORE + 0.05 * FULL_SCORE;

interface Candidate {
  readonly from: PathEntry;
  readonly to: PathEntry;
  readonly score: number;
  readonly newer: number;
  readonly sameName: number;
}

/** Matches what is left by similarity, best first, at 50 %; of each added file only its four best matches count. */
export function* findSimilarRenames(search: RenameSearch): Planning<void> {
  const sources = freeSources(search).filter(({ path }) => search.side.relevant.has(path));
  const targets = freeTargets(search);
  if (sources.length === 0 || targets.length === 0) return;
  const files = [...sources, ...targets].filter(({ entry }) => kindOf(entry.mode) === 'file');
  yield* readSizes(
    search.desk,
    files.map(({ entry }) => entry.sha),
  );
  const candidates: Candidate[] = [];
  for (const to of targets) {
    const best: Candidate[] = [];
    for (const from of sources) {
      const { score, newer } = yield* similarity(search.desk, search.memory, from.entry, to.entry, RENAME_SCORE);
      const sameName = nameOf(from.path) === nameOf(to.path) ? 1 : 0;
      keepBest(best, { from, to, score, newer, sameName });
    }
    candidates.push(...best);
  }
  candidates.sort(compare);
  for (const candidate of candidates) {
    const { from, to, score, newer } = candidate;
    if (score < RENAME_SCORE) return;
    if (search.used.has(from) || search.renames.has(to.path)) continue;
    const equals = candidates.filter(
      (other) => (other.from === from) !== (other.to === to) && compare(other, candidate) === 0,
    );
    const unsure = score < SURE_SCORE || newer < SURE_SCORE || equals.length > 0;
    recordRename(search, from, to, unsure && isContentRelevant(search, from));
  }
}

function compare(one: Candidate, other: Candidate): number {
  return other.score - one.score || other.sameName - one.sameName;
}

/** Keeps a candidate among the best of its target: in a free place, else in that of the worst if it is better. */
function keepBest(best: Candidate[], candidate: Candidate): void {
  if (best.length < CANDIDATES) {
    best.push(candidate);
    return;
  }
  const worst = best.reduce((found, one) => (compare(one, found) > 0 ? one : found));
  if (compare(worst, candidate) > 0) best[best.indexOf(worst)] = candidate;
}
