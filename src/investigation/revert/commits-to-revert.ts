import type { Commit, Sha } from './objects/git-object.ts';
import { readCommit } from './objects/object-desk.ts';
import type { Planning } from './objects/planning.ts';
import type { RevertReason } from './revert-reason.ts';

/** The commits of one deploy: all after the last good one, up to and with the bad one, along first parents. */
export interface CommitRange {
  readonly lastGood: Sha;
  readonly bad: Sha;
}

/** So many commits are planned at once; a deploy with more is no deploy that a revert should answer. */
export const MOST_COMMITS = 500;

/** The commits to revert, newest first, each once; or why they cannot be listed. */
export function* commitsToRevert(what: readonly (Sha | CommitRange)[]): Planning<readonly Commit[] | RevertReason> {
  const commits = new Map<Sha, Commit>();
  for (const one of what) {
    const listed = typeof one === 'string' ? [yield* readCommit(one)] : yield* listRange(one);
    if ('code' in listed) return listed;
    for (const commit of listed) commits.set(commit.sha, commit);
  }
  return newestFirst([...commits.values()]);
}

function* listRange({ lastGood, bad }: CommitRange): Planning<readonly Commit[] | RevertReason> {
  const commits: Commit[] = [];
  for (let sha: Sha | undefined = bad; sha !== lastGood; ) {
    if (sha === undefined) return { code: 'range-not-in-line', commit: bad };
    if (commits.length >= MOST_COMMITS) return { code: 'range-too-long', commit: bad };
    const commit: Commit = yield* readCommit(sha);
    commits.push(commit);
    sha = commit.parents[0];
  }
  return commits;
}

/** By commit time; commits of one second (a rebase merge makes them) by who is whose parent; else as they were given. */
function newestFirst(commits: readonly Commit[]): Commit[] {
  const left = commits.toSorted((one, other) => other.committedAt - one.committedAt);
  const ordered: Commit[] = [];
  while (left.length > 0) {
    const parents = new Set(left.flatMap(({ parents: of }) => of));
    const index = Math.max(
      left.findIndex(({ sha }) => !parents.has(sha)),
      0,
    );
    ordered.push(...left.splice(index, 1));
  }
  return ordered;
}
