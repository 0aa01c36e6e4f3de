import { type Block, code, say } from '../markdown/tree.ts';
import type { ReportInput } from '../report-input.ts';

/** What is shown of a line that is there to be copied (`print-markdown.ts`); an address that was cut leads nowhere. */
const LONGEST = 400;

/**
 * The vendor's own page of the alert that is asked about, to be copied: an address that came from outside is never a link
 * of ours, which whoever can send an alert would choose.
 */
export function alertPage({ alerts = [] }: ReportInput): readonly Block[] {
  const [asked] = alerts;
  if (asked?.url === undefined) return [];
  const source = code(asked.source);
  const item =
    asked.url.length > LONGEST
      ? { content: say`The page of the alert at ${source}: its address is too long to be shown here` }
      : { content: say`The page of the alert at ${source}, to be copied:`, command: asked.url };
  return [{ kind: 'list', items: [item] }];
}
