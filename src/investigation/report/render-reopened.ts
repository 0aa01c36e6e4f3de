import { utc } from './format-time.ts';
import { printMarkdown } from './markdown/print-markdown.ts';
import { code, paragraph, say, strong } from './markdown/tree.ts';
import type { ReportInput } from './report-input.ts';

/** What the comment that said an incident is over becomes once an alert of it fires again. */
export function renderReopened({ theCase, alerts = [] }: ReportInput): string {
  const firing = alerts.filter(({ status }) => status === 'firing');
  const last = firing.toSorted((one, other) => one.startsAt - other.startsAt).at(-1);
  const again = last?.startsAt ?? theCase.alert.startedAt;
  const title = code(last?.title ?? theCase.alert.title ?? 'untitled');
  return printMarkdown([
    paragraph(
      say`${strong(say`Open again since ${utc(again, theCase.askedAt)}: ${title}`)}. It was taken for over here before; the report above is about it now.`,
    ),
  ]);
}
