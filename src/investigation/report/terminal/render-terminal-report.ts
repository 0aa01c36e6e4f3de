import type { ReportInput } from '../report-input.ts';
import { reportSections } from '../report-sections.ts';
import { printSpans, printTerminal, type TerminalPage } from './print-terminal.ts';

/** The report as text for a terminal: its title, then the sections of the issue but for the footer of commands. */
export function renderTerminalReport(input: ReportInput, page: TerminalPage): string {
  const { title, sections } = reportSections(input);
  const blocks = sections.filter((section) => section.name !== 'footer').flatMap((section) => section.blocks);
  const head = printSpans([{ words: title, ink: 'heading' }], page);
  return `${head}\n\n${printTerminal(blocks, page)}`;
}
