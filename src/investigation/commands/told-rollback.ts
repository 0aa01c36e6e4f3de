import type { Rollback } from '../ledger/last-rollback.ts';
import { utc } from '../report/format-time.ts';
import type { RepositoryLinks } from '../report/markdown/repository-links.ts';
import { type Block, code, type Line, paragraph, say, strong } from '../report/markdown/tree.ts';
import type { EpochMs } from '../time.ts';

/** A rollback outside of git with what became of the change in git. */
export interface ToldRollback {
  readonly rollback: Rollback;
  /** How a command names what could be reverted, the likeliest first: `#12`, or the beginning of a commit. */
  readonly handles: readonly string[];
  /** What git holds by now: the revert, or an open draft of it; absent where nothing in git was taken back. */
  readonly inGit?: { readonly kind: 'reverted' } | { readonly kind: 'draft'; readonly number: number };
}

const MOST = 3;

/** What the answers say of a rollback, and the offer of the revert that matches it while the next deploy would undo it. */
export function rollbackBlocks(told: ToldRollback, links: RepositoryLinks): readonly Block[] {
  const { at, source, good, bad, endedAt } = told.rollback;
  const time = (moment: EpochMs) => utc(moment, at);
  const lines = [
    say`${time(at)} ${links.commit(bad)} was taken back, as ${code(source)} tells: ${links.commit(good)} serves again`,
    ...(endedAt === undefined ? stateInGit(told, links) : [say`${time(endedAt)} another deploy went live`]),
  ];
  return [
    paragraph(say`${strong(say`Rolled back outside of git`)}`),
    { kind: 'list', items: lines.map((content) => ({ content })) },
  ];
}

function stateInGit({ rollback, inGit, handles }: ToldRollback, links: RepositoryLinks): readonly Line[] {
  if (inGit?.kind === 'reverted') return [say`the default branch does not hold the change any more`];
  if (inGit?.kind === 'draft') {
    return [
      say`until the draft ${links.pullRequest(inGit.number)} is merged, ${strong(say`the next deploy from the default branch brings the change back`)}`,
    ];
  }
  if (rollback.commits === undefined)
    return [say`git was not read yet, so whether the default branch holds it is not known`];
  const [first, ...others] = handles.slice(0, MOST);
  return [
    say`nothing was taken back in git: ${strong(say`the next deploy from the default branch brings the change back`)}`,
    ...(first === undefined
      ? []
      : [
          others.reduce<Line>(
            (line, other) => say`${line}, or ${code(`/whatchanged revert ${other}`)}`,
            say`for the draft of a matching revert, comment ${code(`/whatchanged revert ${first}`)}`,
          ),
        ]),
  ];
}
