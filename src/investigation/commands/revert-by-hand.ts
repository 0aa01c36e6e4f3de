import type { Commit } from '../revert/objects/git-object.ts';
import type { LaterCommit } from '../revert/preflight/later-commit.ts';
import { headOf, type RevertSubject } from './stored-revert.ts';

/** More commits than this are reverted as a range. */
const MOST_LINES = 30;

/** The exact lines for a terminal that make the same revert by hand, newest commit first; merges by their first parent. */
export function revertByHand(
  subject: RevertSubject,
  commits: readonly Pick<Commit, 'sha' | 'parents'>[],
  branch: string,
  dependents: readonly LaterCommit[] = [],
): string {
  const name = `revert-${headOf(subject).slice(0, 7)}`;
  const reverts =
    commits.length > 0 && commits.length <= MOST_LINES ? commits.map(revertLine) : withoutCommits(subject);
  return [
    'git fetch origin',
    `git switch --create ${name} ${shellWord(`origin/${branch}`)}`,
    ...withDependents(dependents),
    ...reverts,
    `git push --set-upstream origin ${name}`,
  ].join('\n');
}

/** The range that includes what builds on the change: to be put in front, as whoever reads it decides. */
function withDependents(dependents: readonly LaterCommit[]): readonly string[] {
  if (dependents.length === 0 || dependents.length > MOST_LINES) return [];
  return [
    '# Later commits changed the same code. To take them back too, first:',
    ...dependents.map(({ sha, parents = [] }) => `# ${revertLine({ sha, parents })}`),
  ];
}

function revertLine({ sha, parents }: Pick<Commit, 'sha' | 'parents'>): string {
  return `git revert --no-edit${parents.length > 1 ? ' -m 1' : ''} ${sha}`;
}

function withoutCommits(subject: RevertSubject): readonly string[] {
  if (subject.kind === 'deploy') return [`git revert --no-edit ${subject.lastGood}..${subject.bad}`];
  return [`git revert --no-edit ${subject.sha}`];
}

function shellWord(foreign: string): string {
  return /^[A-Za-z0-9._/-]+$/.test(foreign) ? foreign : `'${foreign.replace(/'/g, `'\\''`)}'`;
}
