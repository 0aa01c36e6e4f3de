import type { SideChanges } from '../renames/side-changes.ts';
import { ALL, BASE, type MergeScene, maskOf, OURS, type PathState, type SideIndex, THEIRS } from './path-state.ts';

/**
 * What is known, on the way down, of removed folders: 0, no folder above was removed on one side; OURS or THEIRS, one was
 * removed and only this side still has it; ALL, in addition this side added a file to it, so that it matters where it went.
 */
export type FolderMask = number;

/** Notes what a path says for the search of renames, and gives the folder mask that holds for what is in it. */
export function collectSideChanges(scene: MergeScene, state: PathState, folder: string, mask: FolderMask): FolderMask {
  const { path, files, folders } = state;
  const inner = mask !== ALL && (folders === (BASE | OURS) || folders === (BASE | THEIRS)) ? folders & ~BASE : mask;
  if (folders === BASE || folders === (BASE | OURS) || folders === (BASE | THEIRS)) {
    for (const side of [1, 2] as const) {
      if ((folders & maskOf(side)) === 0) removedFolders(scene, side).set(path, inner === ALL ? 'parent' : 'no');
    }
  }
  if (inner === ALL && (files === OURS || files === THEIRS)) {
    removedFolders(scene, files === OURS ? 2 : 1).set(folder, 'self');
  }
  if (files !== 0 && files !== ALL) for (const side of [1, 2] as const) noteFile(scene, state, side, inner);
  return inner;
}

function removedFolders({ sides }: MergeScene, side: SideIndex): SideChanges['removedFolders'] {
  return sides[side === 1 ? 0 : 1].removedFolders;
}

function noteFile(scene: MergeScene, state: PathState, side: SideIndex, mask: FolderMask): void {
  const { path, files, versions, equal } = state;
  const changes = scene.sides[side === 1 ? 0 : 1];
  const [base, own] = [versions[0], versions[side]];
  const isHere = (files & maskOf(side)) !== 0;
  if ((files & BASE) === 0 && isHere && own !== undefined) changes.added.push({ path, entry: own, batch: scene.batch });
  if ((files & BASE) === 0 || isHere || base === undefined) return;
  changes.removed.push({ path, entry: base, batch: scene.batch });
  if ((equal & files) === 0) changes.relevant.set(path, 'content');
  else if (mask === ALL) changes.relevant.set(path, 'location');
}
