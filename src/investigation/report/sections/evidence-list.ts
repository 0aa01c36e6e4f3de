import type { Evidence } from '../../verdict/verdict.ts';
import { evidenceId } from '../cite.ts';
import { counted, plainNumber } from '../format-number.ts';
import { isoOf } from '../format-time.ts';
import { type Block, code, codeBlock, type Line, own, paragraph, say, spoken, strong, text } from '../markdown/tree.ts';
import type { NamedSuspect } from '../name-suspect.ts';
import { changeWords } from '../next-looks.ts';
import type { ReportInput } from '../report-input.ts';

const MOST_LOGS = 20;

/** Every piece of evidence by id, under what it speaks of, with its weight; then the log lines that the case holds. */
export function evidenceList(input: ReportInput, top: readonly NamedSuspect[]): readonly Block[] {
  const { verdict, theCase } = input;
  const groups: readonly { readonly of: Line; readonly evidence: readonly Evidence[] }[] = [
    ...top.map((named) => ({ of: named.name, evidence: named.suspect.evidence })),
    ...verdict.otherChanges.slice(0, 3).flatMap((one) => {
      const change = theCase.changes?.[one.change];
      return change === undefined
        ? []
        : [{ of: say`${changeWords(change)} ${code(change.title ?? change.id ?? '')}`, evidence: one.evidence }];
    }),
    { of: say`no change at all`, evidence: verdict.nothing.evidence },
  ].filter((group) => group.evidence.length > 0);
  const count = groups.reduce((sum, group) => sum + group.evidence.length, 0);
  if (count === 0) return [];
  const blocks = groups.flatMap(({ of, evidence }): Block[] => [
    paragraph(say`${strong(say`About`)} ${of}`),
    { kind: 'list', items: evidence.map((one) => ({ content: item(one) })) },
  ]);
  return [
    { kind: 'details', summary: say`Evidence (${count}) and its weights`, blocks: [...blocks, explanation()] },
    ...logs(input),
  ];
}

function item(evidence: Evidence): Line {
  const sign = evidence.weight > 0 ? own('+') : own('');
  return say`${strong([text(evidenceId(evidence))])} (${sign}${plainNumber(evidence.weight)}, ${code(evidence.clue)}) ${spoken(evidence.says)}`;
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

function logs(input: ReportInput): readonly Block[] {
  const { onset } = input.verdict;
  const rows = (input.theCase.logs ?? [])
    .filter((row) => row.at >= onset.from && row.service === input.theCase.alert.service)
    .sort((one, other) => (other.count ?? 1) - (one.count ?? 1))
    .slice(0, MOST_LOGS);
  if (rows.length === 0) return [];
  const lines = rows.map(
    (row) => `${isoOf(row.at).slice(11, 19)} ${row.count ?? 1}x ${row.message.split('\n')[0] ?? ''}`,
  );
  return [
    {
      kind: 'details',
      summary: say`Log lines since the onset (${counted(rows.length, 'kind', 'kinds')}, most frequent first)`,
      blocks: [codeBlock(lines.join('\n'))],
    },
  ];
}
