import { utc } from '../report/format-time.ts';
import { printMarkdown } from '../report/markdown/print-markdown.ts';
import { type RepositoryLinks, repositoryLinks } from '../report/markdown/repository-links.ts';
import {
  type Block,
  code,
  codeBlock,
  type Line,
  own,
  paragraph,
  say,
  spoken,
  strong,
} from '../report/markdown/tree.ts';
import type { EpochMs } from '../time.ts';
import type { StoredCommand } from './stored-command.ts';
import { headOf, type StoredRevert } from './stored-revert.ts';
import { rollbackBlocks, type ToldRollback } from './told-rollback.ts';

export interface AnswersInput {
  /** Where reverts of this incident happen, with its address for people. */
  readonly repository: { readonly fullName: string; readonly webUrl: string };
  /** Oldest first. */
  readonly commands: readonly StoredCommand[];
  readonly reverts: readonly StoredRevert[];
  /** The full names of other repositories in which something is reverted, by id. */
  readonly others?: ReadonlyMap<number, string>;
  /** The last rollback outside of git. */
  readonly rollback?: ToldRollback;
}

/** Older answers are left out, so that the comment stays readable. */
const MOST_COMMANDS = 12;

/**
 * The one comment that answers all commands on an incident and tells how its reverts come along; undefined where there is
 * nothing to tell. Names of people stand in code: nobody is called.
 */
export function renderAnswers(input: AnswersInput): string | undefined {
  const answered = input.commands.filter(({ answer }) => answer !== undefined);
  const reverts = input.reverts.filter(({ state }) => state !== 'shadow');
  if (answered.length === 0 && reverts.length === 0 && input.rollback === undefined) return undefined;
  const links = repositoryLinks(input.repository);
  const left = answered.length - MOST_COMMANDS;
  return printMarkdown([
    ...(input.rollback === undefined ? [] : rollbackBlocks(input.rollback, links)),
    ...reverts.flatMap((revert) => revertBlocks(revert, linksInto(links, input.others?.get(revert.repositoryId)))),
    ...(left > 0 ? [paragraph(say`${left} older answers are left out.`)] : []),
    ...answered.slice(-MOST_COMMANDS).flatMap(answerBlocks),
    { kind: 'small', lines: [say`this comment is edited, so that nobody is called again and again`] },
  ]);
}

function answerBlocks({ line, seen, at, answer }: StoredCommand): readonly Block[] {
  if (answer === undefined) return [];
  const who = say`${code(line)} by ${code(seen.sender.login)}, ${utc(at, at)}`;
  return [
    paragraph(who, ...answer.lines.map(spoken)),
    ...(answer.items === undefined
      ? []
      : [{ kind: 'list' as const, items: answer.items.map((item) => ({ content: spoken(item) })) }]),
    ...(answer.shell === undefined ? [] : [codeBlock(answer.shell)]),
  ];
}

/** Links to pull requests and commits of the repository in which a revert happens. */
type RevertLinks = Pick<RepositoryLinks, 'pullRequest' | 'commit'>;

function linksInto(links: RepositoryLinks, other: string | undefined): RevertLinks {
  return {
    pullRequest: (number) => links.pullRequest(number, other),
    commit: (sha) => links.commit(sha, other),
  };
}

function revertBlocks(revert: StoredRevert, links: RevertLinks): readonly Block[] {
  const { subject, reasons = [], notes = [], shell } = revert;
  const name: Line =
    subject.kind === 'pull' ? [links.pullRequest(subject.number)] : say`${links.commit(headOf(subject))}`;
  const whole = subject.kind === 'deploy' ? say`Revert of the whole deploy ${name}` : say`Revert of ${name}`;
  const items = [...steps(revert, links), ...reasons.map(spoken)].map((content) => ({ content }));
  return [
    paragraph(say`${strong(whole)}`),
    { kind: 'list', items },
    ...(notes.length === 0
      ? []
      : [
          paragraph(say`Before merging:`),
          { kind: 'list' as const, items: notes.map((note) => ({ content: spoken(note), task: true })) },
        ]),
    ...(shell === undefined ? [] : [paragraph(say`By hand:`), codeBlock(shell)]),
  ];
}

/** What happened so far, with times; the last line says where it stands. */
function steps(revert: StoredRevert, links: RevertLinks): readonly Line[] {
  const { by, at, draft, merged, liveAt, recoveredAt, closedAt } = revert;
  const time = (moment: EpochMs) => utc(moment, at);
  const asked =
    by.kind === 'person'
      ? say`${time(at)} asked for by ${code(by.seen.sender.login)}`
      : say`${time(at)} drafted unasked, as this repository allows for sure verdicts`;
  return [
    asked,
    ...(draft === undefined
      ? []
      : [say`${time(draft.at)} draft ${links.pullRequest(draft.number)}: a person reviews and merges it`]),
    ...(closedAt === undefined ? [] : [say`${time(closedAt)} closed without a merge: it is left at that`]),
    ...(merged === undefined ? [] : [mergedLine(merged, time(merged.at), links)]),
    ...(liveAt === undefined ? [] : [say`${time(liveAt)} live`]),
    ...(recoveredAt === undefined ? [] : [say`${time(recoveredAt)} the alerts are over`]),
    ...spokenState(revert),
  ];
}

function mergedLine(merged: NonNullable<StoredRevert['merged']>, at: ReturnType<typeof utc>, links: RevertLinks) {
  const line = say`${at} merged by ${code(merged.by)} as ${links.commit(merged.sha)}`;
  return merged.byPerson
    ? line
    : say`${line}; ${strong(say`that is no person`)}, so no more reverts are drafted for this installation`;
}

function spokenState({ state, plans }: StoredRevert): readonly Line[] {
  switch (state) {
    case 'wanted':
      return [plans === 0 ? say`being planned` : say`the branch moved, so it is planned anew`];
    case 'planned':
      return [say`planned without a conflict, being written`];
    case 'merged':
      return [say`not live yet: nothing that was deployed since holds it`];
    case 'live':
      return [say`the alerts are still firing`];
    case 'refused':
      return [strongLine('No draft was made.')];
    case 'failed':
      return [strongLine('The draft could not be written.')];
    default:
      return [];
  }
}

function strongLine(words: string): Line {
  return [strong([{ kind: 'text', own: own(words) }])];
}
