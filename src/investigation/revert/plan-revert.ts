import { changedFiles, changedPaths, type PlannedFile } from './changed-files.ts';
import { type CommitRange, commitsToRevert } from './commits-to-revert.ts';
import { isRevert } from './is-revert.ts';
import { type Commit, EMPTY_TREE, type Sha } from './objects/git-object.ts';
import {
  MissingObject,
  type NewObject,
  type ObjectDesk,
  openObjectDesk,
  readCommit,
  type Sha1,
  treeOf,
} from './objects/object-desk.ts';
import type { Planning } from './objects/planning.ts';
import { type RevertReason, sortOfReason } from './revert-reason.ts';
import { mergeTrees } from './trees/merge-trees.ts';

export interface RevertRequest {
  /** Commits (a squash, a direct push, a merge: then its first parent is the mainline) and whole deploys, in any order. */
  readonly what: readonly (Sha | CommitRange)[];
  /** The commit on which the revert is to stand: the tip of the default branch. */
  readonly onto: Sha;
  /** Whether a commit that is a revert itself may be undone. */
  readonly mayRevertReverts: boolean;
  readonly sha1: Sha1;
}

/** What a revert would do, or why there is none. */
export interface RevertPlan {
  readonly outcome: 'clean' | 'conflict' | 'already-reverted' | 'refused';
  /** The tree that `git revert` gives; null for a conflict and a refusal. */
  readonly tree: Sha | null;
  readonly files: readonly PlannedFile[];
  readonly reasons: readonly RevertReason[];
  /** What is reverted, newest first. */
  readonly commits: readonly Commit[];
  /** The paths that these commits changed, each once, as people read them. */
  readonly touched: readonly string[];
  /** Blobs and trees of the result that the repository may not have: write them before a commit. */
  readonly objects: readonly NewObject[];
}

/**
 * Plans the revert of commits onto a tip: one after the other, newest first, each as the three-way merge that `git revert`
 * makes (base: the commit, ours: the tip, theirs: its first parent). Gives the very tree of `git revert`, or reasons.
 */
export function* planRevert(request: RevertRequest): Planning<RevertPlan> {
  try {
    return yield* plan(request);
  } catch (problem) {
    if (!(problem instanceof MissingObject)) throw problem;
    return noPlan([{ code: 'history-missing', commit: problem.sha }]);
  }
}

function* plan({ what, onto, mayRevertReverts, sha1 }: RevertRequest): Planning<RevertPlan> {
  const commits = yield* commitsToRevert(what);
  if ('code' in commits) return noPlan([commits]);
  const reverts = mayRevertReverts ? [] : commits.filter(isRevert);
  const desk = openObjectDesk(sha1);
  const tip = yield* readCommit(onto);
  const touched = new Set<string>();
  const undone: RevertReason[] = [];
  const against: RevertReason[] = reverts.map(({ sha }) => ({ code: 'revert-of-revert', commit: sha }));
  let tree = tip.tree;
  for (const commit of commits) {
    const parent = commit.parents[0] === undefined ? EMPTY_TREE : (yield* readCommit(commit.parents[0])).tree;
    for (const path of yield* changedPaths(desk, parent, commit.tree)) touched.add(path);
    if (against.length > 0) continue;
    const merged = yield* mergeTrees(desk, commit.tree, tree, parent);
    against.push(...merged.reasons);
    if (merged.tree === tree) {
      undone.push({ code: parent === commit.tree ? 'changes-nothing' : 'already-undone', commit: commit.sha });
    }
    tree = merged.tree;
  }
  const whole = { commits, touched: [...touched] };
  if (against.length > 0) return { ...noPlan(against), ...whole };
  if (tree === tip.tree)
    return { ...whole, outcome: 'already-reverted', tree, files: [], reasons: undone, objects: [] };
  const files = yield* changedFiles(desk, tip.tree, tree);
  return { ...whole, outcome: 'clean', tree, files, reasons: undone, objects: objectsOf(desk, tree) };
}

function noPlan(reasons: readonly RevertReason[]): RevertPlan {
  const outcome = reasons.some((reason) => sortOfReason(reason) === 'conflict') ? 'conflict' : 'refused';
  return { outcome, tree: null, files: [], reasons, commits: [], touched: [], objects: [] };
}

/** Of all objects that were made on the way, those that the final tree holds. */
function objectsOf(desk: ObjectDesk, root: Sha): NewObject[] {
  const objects: NewObject[] = [];
  const seen = new Set<Sha>();
  const visit = (sha: Sha) => {
    const object = desk.written.get(sha);
    if (object === undefined || seen.has(sha)) return;
    seen.add(sha);
    if (object.kind === 'tree') for (const entry of treeOf(desk, sha).values()) visit(entry.sha);
    objects.push(object);
  };
  visit(root);
  return objects;
}
