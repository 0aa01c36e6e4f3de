import { counted } from '../../report/format-number.ts';
import { type Block, type Own, own, paragraph, say, strong } from '../../report/markdown/tree.ts';
import type { IncidentCounts, Summary } from '../summary.ts';

/** One sentence on the week's incidents, and one on those of the week before. */
export function counts({ week, counts: now, before }: Summary): Block {
  const name = own(week.name);
  const total = now.total === 0 ? own('No incident') : counted(now.total, 'incident', 'incidents');
  const open = now.open === 0 ? own('none is open') : own(now.open === 1 ? '1 is open' : `${now.open} are open`);
  const first =
    now.total === 0
      ? say`${strong(say`${total} in ${name}`)}.`
      : say`${strong(say`${total} in ${name}`)}: ${byBand(now)}; ${open}.`;
  const last = before.total === 0 ? own('none') : own(`${before.total} (${byBand(before)})`);
  return paragraph(first, say`The week before: ${last}.`);
}

function byBand({ strong: sure, plausible, weak, none, undecided, leftOut }: IncidentCounts): Own {
  const parts = [
    `${sure} strong`,
    `${plausible} plausible`,
    `${weak} weak`,
    `${none} that no deploy explains`,
    ...(undecided === 0 ? [] : [`${undecided} without a verdict`]),
    ...(leftOut === 0 ? [] : [`${leftOut} that were too many to be looked into`]),
  ];
  return own(parts.join(', '));
}
