import { leadOf } from '../../verdict/lead.ts';
import { type Block, code, type Line, own, say } from '../markdown/tree.ts';
import { nameLead } from '../name-lead.ts';
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
 * A thumb says something only of a report that names one change, one deploy, or none; `jobs/reactions/reaction-targets.ts`
 * reads it so. A command is about one change: of a deploy of several it says which.
 */
function wasThisRight(input: ReportInput): Line {
  const { band, suspects } = input.verdict;
  const lead = band === 'none' ? undefined : leadOf(suspects);
  const several = lead !== undefined && nameLead(lead, input).changes.length > 0;
  const commands = several
    ? say`${code('/whatchanged it-was #PR')} or ${code('/whatchanged not-it #PR')} (or a SHA)`
    : say`${code('/whatchanged it-was')} or ${code('/whatchanged not-it')}`;
  return band === 'weak'
    ? say`which one was it? ${commands}`
    : say`was this right? A thumb up or down here, or ${commands}`;
}
