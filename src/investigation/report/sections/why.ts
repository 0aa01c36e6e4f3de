import type { Evidence } from '../../verdict/verdict.ts';
import { cited, speaksAgainst, speaksFor } from '../cite.ts';
import { withChance } from '../likely-changes.ts';
import { type Block, heading, joined, type Line, own, paragraph, say, spoken, strong } from '../markdown/tree.ts';
import type { NamedLead } from '../name-lead.ts';
import type { ReportInput } from '../report-input.ts';
import { RULED_OUT } from './ruled-out.ts';

const MOST = 6;
/** Above this probability nobody should read that a suspect was ruled out. */
const STILL_POSSIBLE = 0.1;

/** For and against what is named first side by side; for `none`, why no deploy is named. */
export function why(input: ReportInput, leads: readonly NamedLead[]): readonly Block[] {
  const [first] = leads;
  if (first === undefined || input.verdict.band === 'none') return whyNone(input, leads);
  const nothing = input.verdict.nothing.evidence;
  const forIt = [...speaksFor(first.suspect.evidence), ...speaksAgainst(nothing)].slice(0, MOST);
  const against = [...speaksAgainst(first.suspect.evidence), ...speaksFor(nothing)].slice(0, MOST);
  return [heading`Why`, sideBySide(say`for ${first.name}`, say`against`, forIt, againstOrNothing(input, against))];
}

function whyNone(input: ReportInput, leads: readonly NamedLead[]): readonly Block[] {
  const forNone = speaksFor(input.verdict.nothing.evidence).slice(0, MOST).map(cited);
  const possible = leads.filter((one) => one.suspect.probability >= STILL_POSSIBLE);
  const ruledOut = leads.filter((one) => one.suspect.probability < STILL_POSSIBLE);
  const list = (lines: readonly Line[]): Block => ({ kind: 'list', items: lines.map((content) => ({ content })) });
  const nothingNear = input.theCase.deploys.length === 0 ? RULED_OUT.noDeploys : RULED_OUT.noneNear;
  return [
    heading`Why no deploy is named`,
    ...(forNone.length === 0 ? [] : [list(forNone)]),
    ...(leads.length === 0 ? [paragraph(nothingNear)] : []),
    ...(possible.length === 0 ? [] : [paragraph(say`${strong(say`Not ruled out:`)}`), list(possible.map(weighed))]),
    ...(ruledOut.length === 0 ? [] : [paragraph(say`${strong(say`Ruled out:`)}`), list(ruledOut.map(excluded))]),
  ];
}

function weighed(named: NamedLead): Line {
  const pros = speaksFor(named.suspect.evidence).slice(0, 2).map(cited);
  const forIt = pros.length === 0 ? RULED_OUT.unlikely : joined(pros, own('; '));
  return say`${withChance(named)}: for it ${forIt}; against it ${againstIt(named)}`;
}

function excluded(named: NamedLead): Line {
  return say`${withChance(named)}: ${againstIt(named)}`;
}

function againstIt(named: NamedLead): Line {
  const reasons = speaksAgainst(named.suspect.evidence).slice(0, 2).map(cited);
  return reasons.length === 0 ? RULED_OUT.unlikely : joined(reasons, own('; '));
}

function sideBySide(left: Line, right: Line, forIt: readonly Evidence[], against: readonly Line[]): Block {
  const rows = Array.from({ length: Math.max(forIt.length, against.length, 1) }, (_, row) => {
    const reason = forIt[row];
    const none = row === 0 ? say`nothing that was measured` : [];
    return [reason === undefined ? none : cited(reason), against[row] ?? []];
  });
  return { kind: 'table', head: [left, right], rows };
}

/** The against list is never empty: silence would read as proof. */
function againstOrNothing(input: ReportInput, against: readonly Evidence[]): readonly Line[] {
  if (against.length > 0) return against.map(cited);
  const missing = input.verdict.notChecked.slice(0, 3).map((gap) => spoken(gap.what));
  if (missing.length === 0) return [say`nothing checked speaks against it`];
  return [say`nothing checked speaks against it`, say`not checked: ${joined(missing, own(', '))}`];
}
