import { mergeLines } from '../lines/merge-lines.ts';
import { EMPTY_BLOB, kindOf, type Sha, type TreeEntry } from '../objects/git-object.ts';
import { isBinary } from '../objects/is-binary.ts';
import { blobOf, type ObjectDesk, writeBlob } from '../objects/object-desk.ts';
import type { RevertReasonCode } from '../revert-reason.ts';
import type { Three } from './path-state.ts';

/** Files past this size are left to git. */
export const LARGEST_MERGED = 16 * 1024 * 1024;

/** The three blobs whose lines must be merged; undefined where modes and names of objects already decide. */
export function blobsToMerge([base, ours, theirs]: Three<TreeEntry | undefined>): Sha[] | undefined {
  if (ours === undefined || theirs === undefined) return undefined;
  if (kindOf(ours.mode) !== 'file' || kindOf(theirs.mode) !== 'file') return undefined;
  if (ours.sha === theirs.sha || ours.sha === base?.sha || theirs.sha === base?.sha) return undefined;
  return base !== undefined && kindOf(base.mode) === 'file' ? [base.sha, ours.sha, theirs.sha] : [ours.sha, theirs.sha];
}

/** Merges a path that both sides have and that is of the same kind in both: the result, or why there is none. */
export function mergeVersions(
  desk: ObjectDesk,
  versions: Three<TreeEntry | undefined>,
  ours: TreeEntry,
  theirs: TreeEntry,
): TreeEntry | RevertReasonCode {
  const base = versions[0];
  const mode = mergedMode(base?.mode, ours.mode, theirs.mode);
  if (mode === undefined) return 'mode-changed-since';
  if (ours.sha === theirs.sha || ours.sha === base?.sha) return { mode, sha: theirs.sha };
  if (theirs.sha === base?.sha) return { mode, sha: ours.sha };
  const kind = kindOf(ours.mode);
  if (kind === 'link') return 'link-changed-since';
  if (kind !== 'file') return 'submodule-changed-since';
  // Without a common base both files are merged as if they came from an empty one.
  const origin = base === undefined || kindOf(base.mode) !== 'file' ? undefined : base.sha;
  const blobs = [origin ?? EMPTY_BLOB, ours.sha, theirs.sha].map((sha) => blobOf(desk, sha));
  if (blobs.some(isBinary)) return 'binary-changed-since';
  if (blobs.some((blob) => blob.length > LARGEST_MERGED)) return 'file-too-large';
  const merged = mergeLines(...(blobs as Three<Uint8Array>));
  if (merged !== undefined) return { mode, sha: writeBlob(desk, merged) };
  return origin === undefined ? 'added-on-both-sides' : 'lines-changed-since';
}

function mergedMode(base: number | undefined, ours: number, theirs: number): number | undefined {
  if (ours === theirs || ours === base) return theirs;
  return theirs === base ? ours : undefined;
}
