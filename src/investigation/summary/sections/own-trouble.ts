import { counted } from '../../report/format-number.ts';
import { cleanForeign } from '../../report/markdown/clean-foreign.ts';
import { type Block, code, heading, paragraph, say } from '../../report/markdown/tree.ts';
import type { Summary } from '../summary.ts';

const MOST_ITEMS = 10;

/** What this program took in and could not work off. The reasons stay with the operator: they may hold addresses. */
export function ownTrouble({ dead }: Summary): readonly Block[] {
  if (dead.length === 0) return [];
  const items = dead.slice(0, MOST_ITEMS).map(({ kind, of, count }) => {
    const name = code(cleanForeign(of, { characters: 60, lines: 1 }));
    return kind === 'delivery'
      ? { content: say`${counted(count, 'delivery', 'deliveries')} to ${name} could not be read` }
      : { content: say`${counted(count, 'job', 'jobs')} ${name} failed for good` };
  });
  const again = say`${code('whatchanged replay-deliveries')} (for jobs with ${code('--jobs')}) runs them again when that is mended`;
  return [
    heading`What was not right with us`,
    { kind: 'list', items },
    paragraph(say`All stay stored: ${code('whatchanged doctor')} tells why, and ${again}.`),
  ];
}
