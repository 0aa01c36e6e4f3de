import { type Block, code, own, say } from '../markdown/tree.ts';
import type { ReportInput } from '../report-input.ts';
import { titleText } from './title.ts';

/** How to talk back, and which rules spoke. */
export function footer(input: ReportInput): Block {
  return {
    kind: 'small',
    lines: [
      ...(input.owner === undefined ? [] : [say`${code(input.incident.service)} belongs to ${code(input.owner)}`]),
      say`Commands, as the first line of a comment: ${code('/whatchanged help')}`,
      say`was this right? ${code('/whatchanged it-was')} or ${code('/whatchanged not-it')}`,
      say`quiet for a while: ${code('/whatchanged mute 4h')}`,
      say`whatchanged, rules ${own(titleText(input.rulesVersion, 40))}; it observes, people act`,
    ],
  };
}
