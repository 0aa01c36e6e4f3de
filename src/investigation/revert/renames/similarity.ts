import { kindOf, type Sha, type TreeEntry } from '../objects/git-object.ts';
import { type ObjectDesk, readBlobs, readSizes } from '../objects/object-desk.ts';
import type { Planning } from '../objects/planning.ts';
import { copiedBytes, countSpans, type SpanCounts } from './span-counts.ts';

/** Git's scale: 60,000 is identical. */
export const FULL_SCORE = 60_000;
/** At half of it a file counts as renamed. */
export const RENAME_SCORE = 30_000;
/** What is asked of two files that merely have the same name. */
export const SAME_NAME_SCORE = 45_000;

/** Counted spans by blob, so that each file is counted once. */
export interface SpanMemory {
  readonly oldWay: Map<Sha, SpanCounts>;
  readonly newWay: Map<Sha, SpanCounts>;
}

/**
 * How similar a deleted and an added file are, 0 to 60,000, as git estimates it before 2.44 (`score`) and since (`newer`):
 * the share of the larger file that consists of lines of the smaller. 0 without reading them where their sizes rule it out.
 */
export function* similarity(
  desk: ObjectDesk,
  memory: SpanMemory,
  from: TreeEntry,
  to: TreeEntry,
  least: number,
): Planning<{ readonly score: number; readonly newer: number }> {
  if (kindOf(from.mode) !== 'file' || kindOf(to.mode) !== 'file') return NOTHING;
  yield* readSizes(desk, [from.sha, to.sha]);
  const [size, otherSize] = [desk.sizes.get(from.sha) ?? 0, desk.sizes.get(to.sha) ?? 0];
  const larger = Math.max(size, otherSize);
  if (larger === 0 || larger * (FULL_SCORE - least) < Math.abs(size - otherSize) * FULL_SCORE) return NOTHING;
  yield* readBlobs(desk, [from.sha, to.sha]);
  const score = (known: Map<Sha, SpanCounts>, whole: boolean) =>
    Math.floor(
      (copiedBytes(spans(desk, known, from.sha, whole), spans(desk, known, to.sha, whole)) * FULL_SCORE) / larger,
    );
  return { score: score(memory.oldWay, false), newer: score(memory.newWay, true) };
}

const NOTHING = { score: 0, newer: 0 };

function spans(desk: ObjectDesk, known: Map<Sha, SpanCounts>, sha: Sha, whole: boolean): SpanCounts {
  const counted = known.get(sha) ?? countSpans(desk.blobs.get(sha) ?? new Uint8Array(), whole);
  known.set(sha, counted);
  return counted;
}
