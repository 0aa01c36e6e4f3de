import type { Commit } from '../revert/objects/git-object.ts';
import { headOf, type RevertSubject } from './stored-revert.ts';

/** More commits than this are reverted as a range. */
const MOST_LINES = 30;

/** The exact lines for a terminal that make the same revert by hand, newest commit first; merges by their first parent. */
export function revertByHand(
  subject: RevertSubject,
  commits: readonly Pick<Commit, 'sha' | 'parents'>[],
  branch: string,
): string {
  const name = `revert-${headOf(subject).slice(0, 7)}`;
  const reverts =
    commits.length > 0 && commits.length <= MOST_LINES
      ? commits.map(({ sha, parents }) => `git revert --no-edit${parents.length > 1 ? ' -m 1' : ''} ${sha}`)
      : withoutCommits(subject);
  return [
    'git fetch origin',
    `git switch --create ${name} ${shellWord(`origin/${branch}`)}`,
    ...reverts,
    `git push --set-upstream origin ${name}`,
  ].join('\n');
}

function withoutCommits(subject: RevertSubject): readonly string[] {
  if (subject.kind === 'deploy') return [`git revert --no-edit ${subject.lastGood}..${subject.bad}`];
  return [`git revert --no-edit ${subject.sha}`];
}

function shellWord(foreign: string): string {
  return /^[A-Za-z0-9._/-]+$/.test(foreign) ? foreign : `'${foreign.replace(/'/g, `'\\''`)}'`;
}
