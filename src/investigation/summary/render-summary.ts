import { fitBody } from '../report/fit-body.ts';
import { own } from '../report/markdown/tree.ts';
import type { Summary } from './summary.ts';
import { summaryFooter, summarySections } from './summary-sections.ts';
import { summaryTitle } from './summary-title.ts';

/** The summary as an issue: a title of at most 120 characters, and a body of at most 60,000 bytes of Markdown. */
export function renderSummary(summary: Summary): { readonly title: string; readonly body: string } {
  const sections = [...summarySections(summary), { name: own('footer'), blocks: [summaryFooter()] }];
  return { title: summaryTitle(summary), body: fitBody(sections) };
}
