import { code, type Sentence, sentence } from '../sentence.ts';

/** Why a plan is not clean, or has nothing to do. `path` as people read it, `other` a second path, `commit` a SHA. */
export interface RevertReason {
  readonly code: RevertReasonCode;
  readonly path?: string;
  readonly other?: string;
  readonly commit?: string;
}

type Words = (reason: RevertReason) => Sentence;

const path = ({ path: name }: RevertReason) => code(name ?? '');
const other = ({ other: name }: RevertReason) => code(name ?? '');
const commit = ({ commit: sha }: RevertReason) => code((sha ?? '').slice(0, 12));

/** What git calls a conflict: people must decide what the file shall be. */
const CONFLICTS = {
  'lines-changed-since': (r) => sentence`Later commits changed the same lines of ${path(r)}.`,
  'changed-and-removed': (r) =>
    sentence`${path(r)} was changed on one side and removed on the other: a later commit and the revert contradict each other.`,
  'added-on-both-sides': (r) => sentence`The revert brings ${path(r)} back, and another file stands there now.`,
  'binary-changed-since': (r) => sentence`Later commits changed ${path(r)}, which is no text and cannot be merged.`,
  'link-changed-since': (r) => sentence`Later commits let the symbolic link ${path(r)} point elsewhere.`,
  'submodule-changed-since': (r) => sentence`Later commits moved the submodule ${path(r)} to another commit.`,
  'mode-changed-since': (r) => sentence`Both sides changed whether ${path(r)} can be executed.`,
  'kind-changed-since': (r) => sentence`${path(r)} is of another kind now: file, symbolic link or submodule.`,
  'folder-in-the-way': (r) => sentence`${path(r)} is a file on one side and a folder on the other.`,
  'renamed-twice': (r) => sentence`${path(r)} was renamed on both sides, to two different names.`,
  'renamed-and-removed': (r) => sentence`${path(r)} was renamed to ${other(r)} on one side and removed on the other.`,
  'rename-collision': (r) => sentence`${path(r)} was renamed to ${other(r)}, where another file stands.`,
  'folder-renamed': (r) => sentence`${path(r)} comes into a folder that was renamed on the other side.`,
} satisfies Record<string, Words>;

/** Where we stop although git might go on, because its answer depends on what we cannot see or should not trust. */
const REFUSALS = {
  'merge-attribute': (r) => sentence`${path(r)} has its own way to be merged in .gitattributes, so it is left to git.`,
  'rename-uncertain': (r) => sentence`Whether ${path(r)} was renamed to ${other(r)} depends on the version of git.`,
  'file-too-large': (r) => sentence`${path(r)} is too large to be merged here.`,
  'too-many-renames': (r) => sentence`Too many files were moved at once to tell where ${path(r)} went.`,
  'history-missing': (r) => sentence`The object ${commit(r)} is not there: the history is shallow or incomplete.`,
  'range-not-in-line': (r) => sentence`The last good commit is not among the first parents of ${commit(r)}.`,
  'range-too-long': (r) => sentence`More than the most commits that are planned at once lie before ${commit(r)}.`,
  'revert-of-revert': (r) => sentence`${commit(r)} is a revert itself, and undoing it was not asked for by name.`,
} satisfies Record<string, Words>;

const NOTHING_TO_DO = {
  'already-undone': (r) => sentence`What ${commit(r)} changed is not there any more.`,
  'changes-nothing': (r) => sentence`${commit(r)} changes no file.`,
} satisfies Record<string, Words>;

const WORDS = { ...CONFLICTS, ...REFUSALS, ...NOTHING_TO_DO };

export type RevertReasonCode = keyof typeof WORDS;

/** All reasons, for tests and for the reference page. */
export const REVERT_REASONS = Object.keys(WORDS) as readonly RevertReasonCode[];

/** The one sentence that says it. */
export function sayReason(reason: RevertReason): Sentence {
  return WORDS[reason.code](reason);
}

/** Whether the reason is one of git's conflicts, a refusal of ours, or that nothing is left to do. */
export function sortOfReason({ code: name }: RevertReason): 'conflict' | 'refused' | 'already-reverted' {
  if (name in CONFLICTS) return 'conflict';
  return name in REFUSALS ? 'refused' : 'already-reverted';
}
