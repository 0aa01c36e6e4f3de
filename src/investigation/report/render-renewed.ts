import type { EpochMs } from '../time.ts';
import { utc } from './format-time.ts';
import { printMarkdown } from './markdown/print-markdown.ts';
import { code, paragraph, say, strong } from './markdown/tree.ts';
import type { ReportInput } from './report-input.ts';
import { reportSections } from './report-sections.ts';

/** The comment that tells of another alert in an incident that was open long before it: what is asked anew, and the answer. */
export function renderRenewed(input: ReportInput, openSince: EpochMs): string {
  const { alert, askedAt } = input.theCase;
  const title = code(alert.title ?? 'untitled');
  const since = utc(openSince, askedAt);
  return printMarkdown([
    paragraph(
      say`${strong(say`Another alert began at ${utc(alert.startedAt, askedAt)}: ${title}`)}. Others of this incident are known since ${since}; the report is about this one now.`,
    ),
    reportSections(input).box,
  ]);
}
