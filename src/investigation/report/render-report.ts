import { fitBody } from './fit-body.ts';
import { printMarkdown } from './markdown/print-markdown.ts';
import type { Report, ReportInput } from './report-input.ts';
import { reportSections } from './report-sections.ts';

/**
 * The incident's issue: a title of at most 120 characters, a body of at most 60,000 bytes, and its first lines, which read
 * in a notification. Never says that a change caused it.
 */
export function renderReport(input: ReportInput): Report {
  const { title, box, sections } = reportSections(input);
  return { title, body: fitBody(sections), lead: printMarkdown([box]) };
}
