import { readablePath } from '../objects/byte-text.ts';
import { kindOf, type TreeEntry } from '../objects/git-object.ts';
import type { ObjectDesk } from '../objects/object-desk.ts';
import type { RevertReason, RevertReasonCode } from '../revert-reason.ts';
import { mergeVersions } from './merge-versions.ts';
import { BASE, OURS, type PathState } from './path-state.ts';

/** What a path is in the result: its entry, null where it is not there, or why that cannot be told. */
export type Decision = TreeEntry | null | RevertReason;

/** Decides a path that is no folder in any version that counts. */
export function decidePath(desk: ObjectDesk, state: PathState): Decision {
  const [, ours, theirs] = state.versions;
  if (state.equal !== 0) return state.equal === (BASE | OURS) ? (theirs ?? null) : (ours ?? null);
  if (ours === undefined || theirs === undefined) {
    if ((state.files & BASE) !== 0 && (ours ?? theirs) !== undefined) return because(state, 'changed-and-removed');
    return ours ?? theirs ?? null;
  }
  if (kindOf(ours.mode) !== kindOf(theirs.mode)) return because(state, 'kind-changed-since');
  const merged = mergeVersions(desk, state.versions, ours, theirs);
  return typeof merged === 'string' ? because(state, merged) : merged;
}

/** Leaves folders out of a state whose folder came out empty, so that only the file at its path counts. */
export function withoutFolders(state: PathState): PathState {
  const versions = state.versions.map((entry, index) => ((state.files & (1 << index)) === 0 ? undefined : entry));
  return {
    ...state,
    versions: versions as PathState['versions'],
    equal: state.equal & ~state.folders,
    folders: 0,
  };
}

function because({ path }: PathState, code: RevertReasonCode): RevertReason {
  return { code, path: readablePath(path) };
}
