import { counted } from '../../report/format-number.ts';
import { type Block, code, heading, own, paragraph, say } from '../../report/markdown/tree.ts';
import type { Summary } from '../summary.ts';

/** A share of a handful is a number that looks like more than it is. */
const LEAST_FOR_SHARE = 5;

/** How right the verdicts were, as far as people told. */
export function howRight({ answers: { answered, right }, incidents, counts: { total } }: Summary): readonly Block[] {
  if (incidents.length === 0) return [];
  if (answered === 0) {
    const ask = say`${code('/whatchanged it-was')} or ${code('/whatchanged not-it')} under its issue tells`;
    return [heading`How right it was`, paragraph(say`Nobody said of an incident what it was: ${ask}.`)];
  }
  const share = answered < LEAST_FOR_SHARE ? own('') : own(` (${Math.round((100 * right) / answered)} %)`);
  const of = counted(total, 'incident', 'incidents');
  return [
    heading`How right it was`,
    paragraph(say`People answered for ${answered} of ${of}: what the verdict put first was right in ${right}${share}.`),
  ];
}
