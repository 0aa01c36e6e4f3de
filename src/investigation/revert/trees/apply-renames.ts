import { readablePath } from '../objects/byte-text.ts';
import { kindOf, sameEntry } from '../objects/git-object.ts';
import type { Rename } from '../renames/side-changes.ts';
import type { RevertReason, RevertReasonCode } from '../revert-reason.ts';
import { BASE, type MergeScene, maskOf, OURS, type PathState, type SideIndex, THEIRS } from './path-state.ts';

/** A rename of one side. */
export interface SidedRename extends Rename {
  readonly side: SideIndex;
}

/**
 * Lets changes follow the renames of the other side: the file's versions meet under the new name. Gives the conflicts and
 * doubts that renames bring; a rename that nothing hangs on is passed over.
 */
export function applyRenames(scene: MergeScene, renames: readonly SidedRename[]): RevertReason[] {
  const reasons: RevertReason[] = [];
  const inOrder = [...renames].sort((one, other) =>
    one.from === other.from ? one.side - other.side : one.from < other.from ? -1 : 1,
  );
  for (let index = 0; index < inOrder.length; index += 1) {
    const rename = inOrder[index] as SidedRename;
    const [old, target] = [scene.paths.get(rename.from), scene.paths.get(rename.to)];
    if (old === undefined || old.settled !== undefined || target === undefined) continue;
    const next = inOrder[index + 1];
    if (next?.from === rename.from) {
      index += 1;
      reasons.push(...bothRenamed(old, target, rename, next));
    } else reasons.push(...oneRenamed(old, target, rename));
  }
  return reasons;
}

function bothRenamed(old: PathState, target: PathState, one: Rename, two: Rename): RevertReason[] {
  if (one.to !== two.to) return [reason('renamed-twice', one)];
  target.versions[0] = old.versions[0];
  target.files |= BASE;
  old.settled = null;
  return one.doubt || two.doubt ? [reason('rename-uncertain', one)] : [];
}

function oneRenamed(old: PathState, target: PathState, rename: SidedRename): RevertReason[] {
  const other: SideIndex = rename.side === 1 ? 2 : 1;
  // Where the other side left the file alone, moving it and removing it here are the same.
  if (sameEntry(old.versions[0], old.versions[other])) return [];
  if (rename.doubt) return [reason('rename-uncertain', rename)];
  const isRemoved = old.files === BASE;
  const isTaken = (target.files & maskOf(other)) !== 0;
  if (isRemoved) return [reason('renamed-and-removed', rename)];
  if (target.equal === (OURS | THEIRS)) {
    // Both sides have the very same file at the new name: git takes it and leaves the old one out.
    old.settled = null;
    return [];
  }
  if (isTaken || target.settled !== undefined) return [reason('rename-collision', rename)];
  const [theirKind, ownKind] = [old.versions[other], target.versions[rename.side]].map(
    (entry) => kindOf(entry?.mode ?? 0) === 'file',
  );
  if (theirKind !== ownKind) return [{ code: 'kind-changed-since', path: readablePath(rename.from) }];
  target.versions[0] = old.versions[0];
  target.versions[other] = old.versions[other];
  target.files |= BASE | maskOf(other);
  old.settled = null;
  return [];
}

function reason(code: RevertReasonCode, { from, to }: Rename): RevertReason {
  return { code, path: readablePath(from), other: readablePath(to) };
}
