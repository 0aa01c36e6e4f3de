import { type Block, code, type Line, own, say } from '../markdown/tree.ts';
import type { ReportInput } from '../report-input.ts';
import { telemetryCost } from './telemetry-cost.ts';
import { titleText } from './title.ts';

/** How to talk back, and which rules spoke. */
export function footer(input: ReportInput): Block {
  const cost = telemetryCost(input);
  return {
    kind: 'small',
    lines: [
      ...(input.owner === undefined ? [] : [say`${code(input.incident.service)} belongs to ${code(input.owner)}`]),
      say`Commands, as the first line of a comment: ${code('/whatchanged help')}`,
      wasThisRight(input),
      say`quiet for a while: ${code('/whatchanged mute 4h')}`,
      ...(cost === undefined ? [] : [cost]),
      say`whatchanged, rules ${own(titleText(input.rulesVersion, 40))}; it observes, people act`,
    ],
  };
}

/**
 * A thumb says something only of a report that names one change, or none; `jobs/reactions/reaction-targets.ts` reads it
 * so.
 */
function wasThisRight({ verdict: { band } }: ReportInput): Line {
  const commands = say`${code('/whatchanged it-was')} or ${code('/whatchanged not-it')}`;
  return band === 'weak'
    ? say`which one was it? ${commands}`
    : say`was this right? A thumb up or down here, or ${commands}`;
}
