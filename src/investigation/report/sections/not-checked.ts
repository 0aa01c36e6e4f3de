import { type Block, heading, type Line, paragraph, say, spoken } from '../markdown/tree.ts';
import type { ReportInput } from '../report-input.ts';

const MOST = 15;

/** What could not be looked at and why. Never silent: even "nothing" is said. */
export function notChecked(input: ReportInput): readonly Block[] {
  const gaps = input.verdict.notChecked.slice(0, MOST).map((gap): Line => say`${spoken(gap.what)}: ${spoken(gap.why)}`);
  const left = input.verdict.notChecked.length - gaps.length;
  const lines = [...gaps, ...(left > 0 ? [say`and ${left} more`] : [])];
  if (lines.length === 0) return [heading`Not checked`, paragraph(say`Everything that is connected was read in full.`)];
  return [heading`Not checked`, { kind: 'list', items: lines.map((content) => ({ content })) }];
}
