import { type Block, heading, type Line, own, paragraph, say, strong } from '../markdown/tree.ts';
import type { NarratedSentence } from '../narration.ts';
import type { ReportInput } from '../report-input.ts';

/** A gated sentence holds nothing but these signs (src/narrator/gate.ts); what does not is not shown, whoever made it. */
const PLAIN = /^[A-Za-z0-9 ,.;:'()%/_-]{1,240}$/;

/** The summary of a language model, named as such, as text and nothing else. */
export function machineWritten({ narration }: ReportInput): readonly Block[] {
  if (narration === undefined) return [];
  const points = narration.points.filter(isPlain).map(line);
  const questions = narration.questions.filter(isPlain).map(line);
  const headline =
    narration.headline !== undefined && isPlain(narration.headline) ? line(narration.headline) : undefined;
  if (points.length === 0 && headline === undefined) return [];
  return [
    heading`Machine-written summary`,
    ...(headline === undefined ? [] : [paragraph(say`${strong(headline)}`)]),
    ...(points.length === 0 ? [] : [list(points)]),
    ...(questions.length === 0 ? [] : [paragraph(say`To ask next:`), list(questions)]),
    {
      kind: 'small',
      lines: [say`Worded by a language model from the evidence that it cites; it took no part in the verdict`],
    },
  ];
}

function line({ text, evidence }: NarratedSentence): Line {
  const ids = evidence.filter((id) => /^E\d{1,4}$/.test(id)).join(', ');
  return say`${own(text)} (${own(ids)})`;
}

function isPlain({ text, evidence }: NarratedSentence): boolean {
  return PLAIN.test(text) && evidence.length > 0;
}

function list(lines: readonly Line[]): Block {
  return { kind: 'list', items: lines.map((content) => ({ content })) };
}
