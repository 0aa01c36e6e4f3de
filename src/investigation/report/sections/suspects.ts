import { noDeployProbability } from '../../verdict/verdict.ts';
import { speaksAgainst, speaksFor } from '../cite.ts';
import { chance, counted } from '../format-number.ts';
import { clock, relative } from '../format-time.ts';
import { type Block, code, heading, type Line, paragraph, say, spoken, text } from '../markdown/tree.ts';
import { type NamedSuspect, nameWithHeadline } from '../name-suspect.ts';
import type { NamedVerdict } from '../name-verdict.ts';
import { changeWords } from '../next-looks.ts';
import type { ReportInput } from '../report-input.ts';

const MOST_OTHERS = 12;
/** In nats: a smaller reason, alone in its cell, would read as if it weighed something. */
const WORTH_A_CELL = 0.1;

/**
 * The most probable suspects with what speaks most for and against each, a deploy above those of its changes; the rest,
 * and other changes, folded away.
 */
export function suspectsTable(input: ReportInput, named: NamedVerdict): readonly Block[] {
  const { leads, rest } = named;
  if (leads.length === 0 && input.verdict.otherChanges.length === 0) return [];
  return [heading`Suspects`, table(input, named), ...otherChanges(input), ...(rest.length === 0 ? [] : [folded(rest)])];
}

function table(input: ReportInput, { leads, others }: NamedVerdict): Block {
  const named = [...leads.slice(0, 1), ...others];
  const shared = sharedBy(named);
  const within = leads[0]?.changes ?? [];
  const last = [say`no deploy at all`, [text(chance(noDeployProbability(input.verdict)))], [], [], []];
  return {
    kind: 'table',
    head: [say`change`, say`probability`, say`live (UTC)`, say`most for it`, say`most against it`],
    rows: [...named.map((one) => (within.includes(one) ? rowWithin(one, shared) : row(input, one, shared))), last],
  };
}

/** Evidence of several of them (one deploy, many commits) does not tell one from another. */
function sharedBy(named: readonly NamedSuspect[]): ReadonlySet<string> {
  const ids = named.flatMap(({ suspect }) => suspect.evidence.map(({ id }) => id));
  return new Set(ids.filter((id, index) => ids.indexOf(id) !== index));
}

function row(input: ReportInput, named: NamedSuspect, shared: ReadonlySet<string>): readonly Line[] {
  const live = named.deploy?.liveAt;
  const { onset } = input.verdict;
  const pros = speaksFor(named.suspect.evidence);
  const most = pros.find(({ id, weight }) => !shared.has(id) && weight >= WORTH_A_CELL) ?? pros[0];
  const [least] = speaksAgainst(named.suspect.evidence, WORTH_A_CELL);
  const elsewhere = named.deploy !== undefined && named.deploy.service !== input.incident.service;
  const where = elsewhere ? say` in ${code(named.deploy.service)}` : [];
  return [
    whatAndWho(named),
    [text(chance(named.suspect.probability))],
    live === undefined
      ? say`not live`
      : say`${clock(live, input.theCase.askedAt)}${where}, ${relative(live, onset.at)} it began`,
    most === undefined ? say`nothing found` : say`${spoken(most.says)}`,
    least === undefined ? say`nothing found` : say`${spoken(least.says)}`,
  ];
}

/** A change in the deploy of the first row: what tells it from the others in it. */
function rowWithin(named: NamedSuspect, shared: ReadonlySet<string>): readonly Line[] {
  const ownEvidence = named.suspect.evidence.filter(({ id }) => !shared.has(id));
  const [most] = speaksFor(ownEvidence).filter(({ weight }) => weight >= WORTH_A_CELL);
  const [least] = speaksAgainst(ownEvidence, WORTH_A_CELL);
  return [
    say`in it: ${whatAndWho(named)}`,
    [text(chance(named.suspect.probability))],
    say`with it`,
    most === undefined ? say`nothing of its own` : spoken(most.says),
    least === undefined ? say`nothing of its own` : spoken(least.says),
  ];
}

function whatAndWho(named: NamedSuspect): Line {
  const by = named.author === undefined ? [] : say` by ${code(named.author)}`;
  return say`${nameWithHeadline(named)}${by}`;
}

function otherChanges(input: ReportInput): readonly Block[] {
  const lines = input.verdict.otherChanges.slice(0, 5).flatMap((one) => {
    const change = input.theCase.changes?.[one.change];
    if (change === undefined) return [];
    const title = change.title ?? change.id;
    const by = change.actor === undefined ? [] : say` by ${code(change.actor)}`;
    const when = say`${clock(change.at, input.theCase.askedAt)} UTC, ${relative(change.at, input.verdict.onset.at)} it began`;
    return [
      say`${changeWords(change)} ${title === undefined ? [] : code(title)}${by}: ${when}, ${chance(one.probability)}`,
    ];
  });
  if (lines.length === 0) return [];
  return [
    paragraph(say`Other changes, which no deploy carries:`),
    { kind: 'list', items: lines.map((content) => ({ content })) },
  ];
}

function folded(rest: readonly NamedSuspect[]): Block {
  const items = rest.slice(0, MOST_OTHERS).map((named) => {
    const where = named.deploy === undefined ? [] : say` in ${code(named.deploy.service)}`;
    return { content: say`${nameWithHeadline(named)}${where}: ${chance(named.suspect.probability)}` };
  });
  const left = rest.length - items.length;
  const blocks: Block[] = [{ kind: 'list', items }];
  if (left > 0) blocks.push(paragraph(say`and ${left} more.`));
  return { kind: 'details', summary: say`${counted(rest.length, 'other suspect', 'other suspects')}`, blocks };
}
