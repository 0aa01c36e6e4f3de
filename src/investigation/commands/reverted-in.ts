/** A commit of the default branch, as far as it is looked at. */
interface Seen {
  readonly message?: string;
}

/** What could be reverted: its commits, and the pull request that brought them. */
export interface Revertible {
  readonly shas: readonly string[];
  readonly pullRequest?: number;
}

/** Whether one of the commits says that it reverts the change: in git's words, or in those of GitHub's button. */
export function revertedIn(commits: readonly Seen[], { shas, pullRequest }: Revertible): boolean {
  return commits.some(({ message = '' }) => {
    const named = [...message.matchAll(/^This reverts commit ([0-9a-f]{7,40})\b/gm)].map(([, sha = '']) => sha);
    if (named.some((start) => shas.some((sha) => sha.startsWith(start)))) return true;
    const pulls = [...message.matchAll(/^Reverts (?:[\w.-]+\/[\w.-]+)?#(\d{1,9})\b/gm)].map(([, number]) =>
      Number(number),
    );
    return pullRequest !== undefined && pulls.includes(pullRequest);
  });
}
