import { readablePath } from '../objects/byte-text.ts';
import { FOLDER_MODE, type TreeEntry } from '../objects/git-object.ts';
import { type ObjectDesk, readBlobs, writeTree } from '../objects/object-desk.ts';
import type { Planning } from '../objects/planning.ts';
import type { RevertReason } from '../revert-reason.ts';
import { decidePath, withoutFolders } from './decide-path.ts';
import { blobsToMerge } from './merge-versions.ts';
import type { FolderState, MergeScene, PathState } from './path-state.ts';

/** Decides every path, deepest first, and writes the trees. `root` is null where nothing is left. */
export function* buildTree(
  desk: ObjectDesk,
  scene: MergeScene,
): Planning<{ readonly root: TreeEntry | null; readonly reasons: readonly RevertReason[] }> {
  yield* readBlobs(
    desk,
    [...statesToMerge(scene)].flatMap(({ versions }) => blobsToMerge(versions) ?? []),
  );
  const reasons: RevertReason[] = [];
  const root = buildFolder(desk, scene.root, reasons);
  return { root, reasons };
}

/** The paths whose contents must be merged line by line. */
export function* statesToMerge({ paths }: MergeScene): Generator<PathState> {
  for (const state of paths.values()) {
    if (state.settled === undefined && state.equal === 0 && blobsToMerge(state.versions) !== undefined) yield state;
  }
}

function buildFolder(desk: ObjectDesk, folder: FolderState, reasons: RevertReason[]): TreeEntry | null {
  const entries = new Map<string, TreeEntry>();
  for (const [name, state] of folder.children) {
    const entry = buildEntry(desk, state, reasons);
    if (entry !== null) entries.set(name, entry);
  }
  return entries.size === 0 ? null : { mode: FOLDER_MODE, sha: writeTree(desk, entries) };
}

function buildEntry(desk: ObjectDesk, state: PathState, reasons: RevertReason[]): TreeEntry | null {
  const inside = state.content === undefined ? null : buildFolder(desk, state.content, reasons);
  if (state.settled !== undefined) return inside ?? state.settled;
  if (state.files === 0) return inside;
  const decision = decidePath(desk, state.folders === 0 ? state : withoutFolders(state));
  if (inside !== null) {
    if (decision !== null) reasons.push({ code: 'folder-in-the-way', path: readablePath(state.path) });
    return inside;
  }
  if (decision === null || !('code' in decision)) return decision;
  reasons.push(decision);
  return null;
}
