import type { EpochMs } from '../../investigation/time.ts';
import type { StoredCommit } from '../../storage/contract.ts';

/** A merged pull request that GitHub ties to a commit. */
export interface MergedPull {
  readonly number: number;
  readonly title: string;
  readonly mergedAt: EpochMs;
  readonly mergeSha: string | null;
  readonly base: string;
  /** The last commit of its own branch. */
  readonly head: string;
}

/**
 * Which of the pull requests that hold a commit brought it: the one that became it, then one into the default branch,
 * then the one that the message names, then the first that was merged. The message's `(#12)` alone proves nothing:
 * anybody can write it.
 */
export function mergedPull(
  pulls: readonly MergedPull[],
  sha: string,
  message: string,
  defaultBranch: string,
): MergedPull | undefined {
  const hinted = hint(message);
  const rank = (pull: MergedPull) =>
    [pull.mergeSha === sha, pull.base === defaultBranch, pull.number === hinted].reduce(
      (sum, holds) => sum * 2 + Number(holds),
      0,
    );
  return [...pulls].sort((a, b) => rank(b) - rank(a) || a.mergedAt - b.mergedAt || a.number - b.number)[0];
}

/**
 * How the pull request became the commit, where that can be told: a commit with two parents is a merge, the branch's own
 * last commit was kept by one, and a squash is named `… (#12)` by GitHub. Anything else stays open.
 */
export function mergeKind(
  pull: MergedPull,
  sha: string,
  message: string,
  parents: number,
): StoredCommit['mergeKind'] | undefined {
  if (pull.mergeSha === sha) {
    if (parents > 1) return 'merge';
    return hint(message) === pull.number ? 'squash' : undefined;
  }
  return pull.head === sha ? 'merge' : undefined;
}

function hint(message: string): number | undefined {
  const [title = ''] = message.split('\n', 1);
  const number = /\(#(\d{1,9})\)\s*$/.exec(title)?.[1];
  return number === undefined ? undefined : Number(number);
}
