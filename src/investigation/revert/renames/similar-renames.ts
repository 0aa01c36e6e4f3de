import { nameOf } from '../objects/path-parts.ts';
import type { Planning } from '../objects/planning.ts';
import { freeSources, freeTargets, isContentRelevant, type RenameSearch, recordRename } from './rename-search.ts';
import type { PathEntry } from './side-changes.ts';
import { estimateSimilarity, type FilePair, RENAME_SCORE, readAlike, type Similarity } from './similarity.ts';

/** Of each added file only so many matches are kept. Git's figure. */
const CANDIDATES = 4;
/** More pairs than this are not compared; git's own limit is 49 million. */
const MOST_PAIRS = 1_000_000;

interface Pair extends FilePair {
  readonly source: PathEntry;
  readonly target: PathEntry;
  readonly sameName: number;
}

interface Candidate extends Pair, Similarity {}

/**
 * Matches what is left by similarity, best first, at 50 %; of each added file only its four best matches count. Gives a
 * path that was not looked for because there are too many.
 */
export function* findSimilarRenames(search: RenameSearch): Planning<string | undefined> {
  const sources = freeSources(search).filter(({ path }) => search.side.relevant.has(path));
  const targets = freeTargets(search);
  if (sources.length * targets.length > MOST_PAIRS) return sources[0]?.path;
  const pairs = yield* readAlike(search.desk, pairUp(sources, targets), RENAME_SCORE);
  const byTarget = new Map<PathEntry, Candidate[]>();
  for (const pair of pairs) {
    const best = byTarget.get(pair.target) ?? [];
    byTarget.set(pair.target, best);
    keepBest(best, { ...pair, ...estimateSimilarity(search.desk, search.memory, pair) });
  }
  const candidates = [...byTarget.values()]
    .flat()
    .filter(({ score }) => score >= RENAME_SCORE)
    .sort(compare);
  for (const candidate of candidates) {
    const { source, target } = candidate;
    if (search.used.has(source) || search.renames.has(target.path)) continue;
    const isUnsure = isContentRelevant(search, source) && isGuess(candidate, candidates);
    recordRename(search, source, target, isUnsure);
  }
  return undefined;
}

function pairUp(sources: readonly PathEntry[], targets: readonly PathEntry[]): Pair[] {
  return targets.flatMap((target) =>
    sources.map((source) => ({
      source,
      target,
      from: source.entry,
      to: target.entry,
      sameName: nameOf(source.path) === nameOf(target.path) ? 1 : 0,
    })),
  );
}

/** Whether a newer git would not see the rename, or another match is just as good. */
function isGuess(one: Candidate, candidates: readonly Candidate[]): boolean {
  const isRival = (other: Candidate) => (other.source === one.source) !== (other.target === one.target);
  return one.newer < RENAME_SCORE || candidates.some((other) => isRival(other) && compare(other, one) === 0);
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
