import type { LogRow } from '../../case.ts';
import type { EpochMs } from '../../time.ts';
import { counted } from '../format-number.ts';
import { duration, isoOf } from '../format-time.ts';
import { shownTemplate } from '../logs/shown-template.ts';
import { type Block, codeBlock, say } from '../markdown/tree.ts';
import type { ReportInput } from '../report-input.ts';

const MOST_KINDS = 20;
const LONGEST = 160;

interface Kind {
  readonly template: string;
  readonly before: number;
  readonly after: number;
  readonly firstAfter: EpochMs;
}

/**
 * What the logs of the service say since the onset, kind by kind with how often each came before and since. Whoever reads
 * the repository reads this, so no line is shown as it was written: only what lines have in common.
 */
export function logTemplates(input: ReportInput): readonly Block[] {
  const { theCase, verdict } = input;
  const since = verdict.onset.from;
  const rows = (theCase.logs ?? []).filter((row) => row.service === theCase.alert.service);
  const earliest = rows.reduce((first, row) => Math.min(first, row.at), since);
  const spans = { before: since - earliest, after: theCase.askedAt - since };
  const kinds = kindsOf(rows, since).filter(({ after }) => after > 0);
  if (kinds.length === 0) return [];
  const shown = kinds.sort(byGain(spans.before, spans.after)).slice(0, MOST_KINDS);
  const left = kinds.length - shown.length;
  const before =
    spans.before > 0 ? say`${duration(spans.before)} before the onset` : say`no line from before the onset`;
  return [
    {
      kind: 'details',
      summary: say`What the logs say since the onset (${counted(kinds.length, 'kind of line', 'kinds of lines')})`,
      blocks: [
        codeBlock([`${'before'.padStart(6)} ${'since'.padStart(6)}  kind of line`, ...shown.map(line)].join('\n')),
        {
          kind: 'small',
          lines: [
            say`${before}, ${duration(spans.after)} since`,
            say`values, names, hosts and secrets are left out; no line is shown as it was written`,
            ...(left === 0 ? [] : [say`${counted(left, 'kind', 'kinds')} more`]),
          ],
        },
      ],
    },
  ];
}

function kindsOf(rows: readonly LogRow[], since: EpochMs): Kind[] {
  const kinds = new Map<string, Kind>();
  for (const { message, at, count = 1 } of rows) {
    const template = shownTemplate(message);
    const { before, after, firstAfter } = kinds.get(template) ?? { before: 0, after: 0, firstAfter: Infinity };
    kinds.set(
      template,
      at < since
        ? { template, before: before + count, after, firstAfter }
        : { template, before, after: after + count, firstAfter: Math.min(firstAfter, at) },
    );
  }
  return [...kinds.values()];
}

/** By how many lines more a minute there are, as far as the spans can be compared. */
function byGain(before: number, after: number): (one: Kind, other: Kind) => number {
  const gain = (kind: Kind) => kind.after / Math.max(1, after) - kind.before / Math.max(1, before);
  return (one, other) => gain(other) - gain(one) || (one.template < other.template ? -1 : 1);
}

function line({ template, before, after, firstAfter }: Kind): string {
  const kind = template.length > LONGEST ? `${template.slice(0, LONGEST - 1)}…` : template || '(empty)';
  const fresh = before === 0 ? ` (new at ${isoOf(firstAfter).slice(11, 19)})` : '';
  return `${String(before).padStart(6)} ${String(after).padStart(6)}  ${kind}${fresh}`;
}
