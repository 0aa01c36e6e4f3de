import { kindOf, type Sha, type TreeEntry } from '../objects/git-object.ts';
import { blobOf, type ObjectDesk, readBlobs, readSizes } from '../objects/object-desk.ts';
import type { Planning } from '../objects/planning.ts';
import { copiedBytes, countSpans, type SpanCounts } from './span-counts.ts';

/** Git's scale: 60,000 is identical. */
const FULL_SCORE = 60_000;
/** At half of it a file counts as renamed. */
export const RENAME_SCORE = 30_000;
/** What is asked of two files that merely have the same name. */
export const SAME_NAME_SCORE = 45_000;

/** Counted spans by blob, so that each file is counted once: as git did before 2.44, and since. */
export interface SpanMemory {
  readonly older: Map<Sha, SpanCounts>;
  readonly newer: Map<Sha, SpanCounts>;
}

export interface Similarity {
  /** 0 to 60,000, as Git 2.39 estimates it. */
  readonly score: number;
  /** The same as git estimates it since 2.44, which counts a last line without line feed too. */
  readonly newer: number;
}

/** A removed and an added file that may be one. */
export interface FilePair {
  readonly from: TreeEntry;
  readonly to: TreeEntry;
}

/** Reads what `estimateSimilarity` needs of the pairs that their sizes do not rule out, and gives these pairs. */
export function* readAlike<T extends FilePair>(
  desk: ObjectDesk,
  pairs: readonly T[],
  least: number,
): Planning<readonly T[]> {
  const files = pairs.filter(({ from, to }) => kindOf(from.mode) === 'file' && kindOf(to.mode) === 'file');
  const shasOf = (some: readonly T[]) => some.flatMap(({ from, to }) => [from.sha, to.sha]);
  yield* readSizes(desk, shasOf(files));
  const alike = files.filter((pair) => {
    const [smaller, larger] = sizes(desk, pair);
    return larger * (FULL_SCORE - least) >= (larger - smaller) * FULL_SCORE;
  });
  yield* readBlobs(desk, shasOf(alike));
  return alike;
}

/** How much of the larger file consists of lines of the other. */
export function estimateSimilarity(desk: ObjectDesk, memory: SpanMemory, pair: FilePair): Similarity {
  const [, larger] = sizes(desk, pair);
  const estimate = (known: Map<Sha, SpanCounts>, whole: boolean): number => {
    const copied = copiedBytes(spans(desk, known, pair.from.sha, whole), spans(desk, known, pair.to.sha, whole));
    return Math.floor((copied * FULL_SCORE) / larger);
  };
  return { score: estimate(memory.older, false), newer: estimate(memory.newer, true) };
}

function sizes(desk: ObjectDesk, { from, to }: FilePair): readonly [smaller: number, larger: number] {
  const [one, other] = [desk.sizes.get(from.sha) ?? 0, desk.sizes.get(to.sha) ?? 0];
  return one < other ? [one, other] : [other, one];
}

function spans(desk: ObjectDesk, known: Map<Sha, SpanCounts>, sha: Sha, whole: boolean): SpanCounts {
  const counted = known.get(sha) ?? countSpans(blobOf(desk, sha), whole);
  known.set(sha, counted);
  return counted;
}
