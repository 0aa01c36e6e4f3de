import type { Evidence } from '../../verdict/verdict.ts';
import { NEGLIGIBLE } from '../../verdict/verdict.ts';
import { evidenceId } from '../cite.ts';
import { plainNumber } from '../format-number.ts';
import { type Block, code, joined, type Line, own, paragraph, say, spoken, strong, text } from '../markdown/tree.ts';
import type { NamedLead } from '../name-lead.ts';
import type { NamedSuspect } from '../name-suspect.ts';
import type { NamedVerdict } from '../name-verdict.ts';
import { changeWords } from '../next-looks.ts';
import type { ReportInput } from '../report-input.ts';
import { logTemplates } from './log-templates.ts';

/** Every piece of evidence that weighs anything, once, under what it speaks of; then what the logs say. */
export function evidenceList(input: ReportInput, { leads, others }: NamedVerdict): readonly Block[] {
  const { verdict, theCase } = input;
  const [lead] = leads;
  const ofSuspect = (named: NamedSuspect) => ({ of: named.name, evidence: named.suspect.evidence });
  const groups: readonly { readonly of: Line; readonly evidence: readonly Evidence[] }[] = [
    ...(lead === undefined ? [] : [ofSuspect(lead)]),
    { of: say`no change at all`, evidence: verdict.nothing.evidence },
    ...verdict.otherChanges.slice(0, 3).flatMap((one) => {
      const change = theCase.changes?.[one.change];
      return change === undefined
        ? []
        : [{ of: say`${changeWords(change)} ${code(change.title ?? change.id ?? '')}`, evidence: one.evidence }];
    }),
    ...others.map((named) => ({ ...ofSuspect(named), evidence: withoutShared(named, lead) })),
  ]
    .map(({ of, evidence }) => ({ of, evidence: evidence.filter((one) => Math.abs(one.weight) >= NEGLIGIBLE) }))
    .filter((group) => group.evidence.length > 0);
  const listed = new Set<string>();
  const blocks = groups.flatMap(({ of, evidence }): Block[] => {
    const fresh = evidence.filter((one) => !listed.has(one.id));
    const again = evidence.filter((one) => listed.has(one.id));
    for (const one of fresh) listed.add(one.id);
    const shared = joined(
      again.map((one) => [text(evidenceId(one))]),
      own(', '),
    );
    const items = [...fresh.map(item), ...(again.length === 0 ? [] : [say`as above: ${shared}`])];
    return [
      paragraph(say`${strong(say`About`)} ${of}`),
      { kind: 'list', items: items.map((content) => ({ content })) },
    ];
  });
  if (listed.size === 0) return logTemplates(input);
  return [
    { kind: 'details', summary: say`Evidence (${listed.size}) and its weights`, blocks: [...blocks, explanation()] },
    ...logTemplates(input),
  ];
}

/** Of a change in a deploy that is listed above it, what the deploy's reasons do not say. */
function withoutShared({ suspect }: NamedSuspect, lead: NamedLead | undefined): readonly Evidence[] {
  if (lead === undefined || lead.changes.length === 0 || suspect.deploy !== lead.suspect.deploy)
    return suspect.evidence;
  const shared = new Set(lead.suspect.evidence.map(({ id }) => id));
  return suspect.evidence.filter(({ id }) => !shared.has(id));
}

function item(evidence: Evidence): Line {
  const sign = evidence.weight > 0 ? own('+') : own('');
  return say`${strong([text(evidenceId(evidence))])} (${sign}${plainNumber(Number(evidence.weight.toPrecision(2)))}, ${code(evidence.clue)}) ${spoken(evidence.says)}`;
}

function explanation(): Block {
  return {
    kind: 'small',
    lines: [
      say`A weight is the natural logarithm of a likelihood ratio: plus speaks for, minus against`,
      say`no language model took part in the ranking`,
    ],
  };
}
