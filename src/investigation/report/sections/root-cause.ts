import { type Block, code, own, paragraph, say } from '../markdown/tree.ts';
import type { ReportInput } from '../report-input.ts';

/**
 * `root cause: <sha>` as plain text on a line of its own, once a person has confirmed it: tools that count failed changes
 * read that line from an incident's issue (Four Keys, https://github.com/dora-team/fourkeys, read 2026-11).
 */
export function rootCause({ confirmed }: ReportInput): readonly Block[] {
  if (confirmed === undefined || !/^[0-9a-f]{7,64}$/.test(confirmed.sha)) return [];
  const by = confirmed.by === undefined ? [] : [say`confirmed by ${code(confirmed.by)}`];
  return [paragraph(say`root cause: ${own(confirmed.sha)}`, ...by)];
}
