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
}

interface Candidate {
  readonly source: PathEntry;
  readonly target: PathEntry;
  readonly score: number;
  readonly sameName: number;
}

/**
 * Matches what is left by similarity, best first, at 50 %; of each added file only its four best matches count. Gives a
 * path that was not looked for because there are too many. A match that Git since 2.44 would make otherwise is in doubt.
 */
export function* findSimilarRenames(search: RenameSearch): Planning<string | undefined> {
  const sources = freeSources(search).filter(({ path }) => search.side.relevant.has(path));
  const targets = freeTargets(search);
  if (sources.length * targets.length > MOST_PAIRS) return sources[0]?.path;
  const pairs = yield* readAlike(search.desk, pairUp(sources, targets), RENAME_SCORE);
  const scored = pairs.map((pair) => ({ pair, ...estimateSimilarity(search.desk, search.memory, pair) }));
  const newer = matchUp(scored, ({ newer: score }) => score);
  for (const [source, target] of matchUp(scored, ({ score }) => score)) {
    recordRename(search, source, target, isContentRelevant(search, source) && newer.get(source) !== target);
  }
  return undefined;
}

function pairUp(sources: readonly PathEntry[], targets: readonly PathEntry[]): Pair[] {
  return targets.flatMap((target) =>
    sources.map((source) => ({ source, target, from: source.entry, to: target.entry })),
  );
}

type Scored = Similarity & { readonly pair: Pair };

/** The matches by their source, the best first. */
function matchUp(scored: readonly Scored[], scoreOf: (one: Similarity) => number): Map<PathEntry, PathEntry> {
  const byTarget = new Map<PathEntry, Candidate[]>();
  for (const one of scored) {
    const { source, target } = one.pair;
    const sameName = nameOf(source.path) === nameOf(target.path) ? 1 : 0;
    const best = byTarget.get(target) ?? [];
    byTarget.set(target, best);
    keepBest(best, { source, target, score: scoreOf(one), sameName });
  }
  const candidates = [...byTarget.values()].flat().filter(({ score }) => score >= RENAME_SCORE);
  const matches = new Map<PathEntry, PathEntry>();
  const taken = new Set<PathEntry>();
  for (const { source, target } of candidates.sort(compare)) {
    if (matches.has(source) || taken.has(target)) continue;
    matches.set(source, target);
    taken.add(target);
  }
  return matches;
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
