import { FOLDER_MODE, type Sha, type Tree, type TreeEntry } from '../objects/git-object.ts';
import { type ObjectDesk, readTrees, treeOf } from '../objects/object-desk.ts';
import { pathIn } from '../objects/path-parts.ts';
import type { Planning } from '../objects/planning.ts';
import { compareNames } from '../objects/tree-codec.ts';
import { collectSideChanges, type FolderMask } from './collect-side-changes.ts';
import { inHashOrder } from './hash-order.ts';
import {
  ALL,
  BASE,
  emptyScene,
  equalVersions,
  type FolderState,
  type MergeScene,
  OURS,
  type PathState,
  type SideIndex,
  THEIRS,
  type Three,
} from './path-state.ts';

/** A folder that only one side changed. It is looked into only if a file must be searched for in it. */
interface Deferred {
  readonly state: PathState;
  readonly mask: FolderMask;
  readonly side: SideIndex;
}

interface Walk {
  readonly desk: ObjectDesk;
  readonly scene: MergeScene;
  /** Per side: folders set aside, or undefined once they are looked into at once. */
  readonly deferred: [Deferred[] | undefined, Deferred[] | undefined];
}

/**
 * Walks the trees of base, ours and theirs together, the way merge-ort does: what is the same everywhere or changed on one
 * side only is settled; a folder that only one side changed is opened only where a file's new place must be found in it.
 */
export function* walkTrees(desk: ObjectDesk, roots: Three<Sha>): Planning<MergeScene> {
  const walk: Walk = { desk, scene: emptyScene(), deferred: [[], []] };
  yield* readTrees(desk, roots);
  yield* walkFolder(walk, walk.scene.root, roots, 0);
  for (const side of [1, 2] as const) {
    const index = side === 1 ? 0 : 1;
    const deferred = walk.deferred[index] ?? [];
    if (walk.scene.sides[index].relevant.size === 0) {
      for (const { state } of deferred) state.settled = state.versions[side] ?? null;
      continue;
    }
    walk.deferred[index] = undefined;
    for (const { state, mask } of inHashOrder(deferred, ({ state: { path } }) => path)) {
      walk.scene.batch += 1;
      yield* openFolder(walk, state, mask);
    }
  }
  return walk.scene;
}

function* walkFolder(walk: Walk, folder: FolderState, shas: Three<Sha | undefined>, outer: FolderMask): Planning<void> {
  const trees = shas.map((sha) => treeOf(walk.desk, sha)) as Three<Tree>;
  const states = entriesOf(trees).map(
    ([name, versions]) => [name, newState(pathIn(folder.path, name), versions)] as const,
  );
  const addsHere = outer !== 0 && outer !== ALL && states.some(([, { files }]) => files === outer);
  const mask = addsHere ? ALL : outer;
  const toOpen: { state: PathState; mask: FolderMask }[] = [];
  for (const [name, state] of states) {
    folder.children.set(name, state);
    walk.scene.paths.set(state.path, state);
    if (settleEarly(state)) continue;
    const inner = collectSideChanges(walk.scene, state, folder.path, mask);
    if (state.folders === 0) continue;
    const side = onlyChangedSide(state);
    const deferred = side === undefined || inner === ALL ? undefined : walk.deferred[side === 1 ? 0 : 1];
    if (deferred !== undefined && side !== undefined) deferred.push({ state, mask: inner, side });
    else toOpen.push({ state, mask: inner });
  }
  yield* readTrees(
    walk.desk,
    toOpen.flatMap(({ state }) => folderShas(state).filter((sha) => sha !== undefined)),
  );
  for (const { state, mask: inner } of toOpen) yield* openFolder(walk, state, inner);
}

function* openFolder(walk: Walk, state: PathState, mask: FolderMask): Planning<void> {
  const shas = folderShas(state);
  yield* readTrees(
    walk.desk,
    shas.filter((sha) => sha !== undefined),
  );
  state.equal &= state.files;
  const content: FolderState = { path: state.path, children: new Map() };
  state.content = content;
  yield* walkFolder(walk, content, shas, mask);
}

function folderShas({ versions }: PathState): Three<Sha | undefined> {
  return versions.map((entry) => (entry?.mode === FOLDER_MODE ? entry.sha : undefined)) as Three<Sha | undefined>;
}

/** The names of three trees with their entries, in git's order. */
function entriesOf(trees: Three<Tree>): [string, Three<TreeEntry | undefined>][] {
  const [base, ours, theirs] = trees;
  const names = new Set([...base.keys(), ...ours.keys(), ...theirs.keys()]);
  const entries = [...names].map((name): [string, Three<TreeEntry | undefined>] => [
    name,
    [base.get(name), ours.get(name), theirs.get(name)],
  ]);
  const modeOf = ([, versions]: [string, Three<TreeEntry | undefined>]) =>
    versions.find((entry) => entry !== undefined)?.mode ?? 0;
  return entries.sort((one, other) => compareNames(one[0], modeOf(one), other[0], modeOf(other)));
}

function newState(path: string, versions: Three<TreeEntry | undefined>): PathState {
  let [files, folders] = [0, 0];
  versions.forEach((entry, index) => {
    if (entry?.mode === FOLDER_MODE) folders |= 1 << index;
    else if (entry !== undefined) files |= 1 << index;
  });
  return { path, versions, files, folders, equal: equalVersions(versions) };
}

/** Settles what needs no second look: the same everywhere, or a file that is everywhere and that one side changed. */
function settleEarly(state: PathState): boolean {
  const [base, ours, theirs] = state.versions;
  if (state.equal === ALL) state.settled = base ?? null;
  else if (state.equal !== 0 && state.files === ALL) {
    state.settled = (state.equal === (BASE | OURS) ? theirs : ours) ?? null;
  }
  return state.settled !== undefined;
}

/** The side that alone changed a folder; a folder that is new on one side counts too. */
function onlyChangedSide(state: PathState): SideIndex | undefined {
  if (state.files === 0 && (state.folders === OURS || state.folders === THEIRS)) return state.folders === OURS ? 1 : 2;
  if (state.equal === (BASE | OURS)) return 2;
  return state.equal === (BASE | THEIRS) ? 1 : undefined;
}
