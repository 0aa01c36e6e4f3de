import type { Evidence } from '../../verdict/verdict.ts';
import { evidenceId, NEGLIGIBLE } from '../cite.ts';
import { counted, plainNumber } from '../format-number.ts';
import { isoOf } from '../format-time.ts';
import {
  type Block,
  code,
  codeBlock,
  joined,
  type Line,
  own,
  paragraph,
  say,
  spoken,
  strong,
  text,
} from '../markdown/tree.ts';
import type { NamedSuspect } from '../name-suspect.ts';
import { changeWords } from '../next-looks.ts';
import type { ReportInput } from '../report-input.ts';

const MOST_LOGS = 20;

/** Every piece of evidence that weighs anything, once, under what it speaks of; then the log lines that the case holds. */
export function evidenceList(input: ReportInput, top: readonly NamedSuspect[]): readonly Block[] {
  const { verdict, theCase } = input;
  const ofSuspect = (named: NamedSuspect) => ({ of: named.name, evidence: named.suspect.evidence });
  const groups: readonly { readonly of: Line; readonly evidence: readonly Evidence[] }[] = [
    ...top.slice(0, 1).map(ofSuspect),
    { of: say`no change at all`, evidence: verdict.nothing.evidence },
    ...verdict.otherChanges.slice(0, 3).flatMap((one) => {
      const change = theCase.changes?.[one.change];
      return change === undefined
        ? []
        : [{ of: say`${changeWords(change)} ${code(change.title ?? change.id ?? '')}`, evidence: one.evidence }];
    }),
    ...top.slice(1).map(ofSuspect),
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
  if (listed.size === 0) return [];
  return [
    { kind: 'details', summary: say`Evidence (${listed.size}) and its weights`, blocks: [...blocks, explanation()] },
    ...logs(input),
  ];
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
