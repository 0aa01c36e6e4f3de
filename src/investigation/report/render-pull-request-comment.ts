import { cited, speaksAgainst, speaksFor } from './cite.ts';
import { utc } from './format-time.ts';
import { printMarkdown } from './markdown/print-markdown.ts';
import { repositoryLinks } from './markdown/repository-links.ts';
import { type Block, code, type Line, paragraph, say, spoken, strong } from './markdown/tree.ts';
import { nameSuspect } from './name-suspect.ts';
import { numberEvidence } from './number-evidence.ts';
import type { ReportInput } from './report-input.ts';
import { liveSince } from './sections/verdict-box.ts';
import { shownLevel, symptomOf } from './symptom.ts';

export interface PullRequestCommentInput extends ReportInput {
  /** The number of the incident's issue, once it is open. */
  readonly issueNumber?: number;
}

const MOST_REASONS = 4;

/**
 * The comment on the first suspect's pull request, for `strong` verdicts only. It speaks to the person who wrote the
 * change: what was seen, why this one, what to check, and how to say that it is another.
 */
export function renderPullRequestComment(unnumbered: PullRequestCommentInput): string {
  const input: PullRequestCommentInput = { ...unnumbered, ...numberEvidence(unnumbered) };
  const first = input.verdict.suspects[0];
  if (first === undefined) throw new RangeError('A comment on a pull request needs a suspect.');
  const named = nameSuspect(first, input);
  const reasons = speaksFor(first.evidence).slice(0, MOST_REASONS);
  const against = speaksAgainst(first.evidence).slice(0, 2);
  const blocks: readonly Block[] = [
    paragraph(
      greeting(input),
      say`${named.name} is the change that fits best${liveSince(input, named)}.`,
      whereAllStands(input),
    ),
    paragraph(say`${strong(say`Why it may be this one`)}`),
    list(reasons.length === 0 ? [say`it is the only change that fits the time`] : reasons.map(cited)),
    paragraph(say`${strong(say`What speaks against it`)}`),
    list(against.length === 0 ? [say`nothing that was checked`, ...notChecked(input)] : against.map(cited)),
    paragraph(say`${strong(say`What would help`)}`),
    list([
      say`a look at whether this change can touch what is failing; you know it best`,
      say`if it is not this change, say so on the issue with ${code(`/whatchanged not-it ${named.handle ?? ''}`.trim())}, and the others are weighed again`,
      say`if it is, re-deploying what was live before it is the fastest way back; nothing is reverted without a person`,
    ]),
    {
      kind: 'small',
      lines: [
        say`Was it this change? A thumb up or down here says so, and later verdicts are measured by it`,
        say`Being near in time is not proof. This comment is edited in place when more is known`,
      ],
    },
  ];
  return printMarkdown(blocks);
}

function greeting(input: ReportInput): Line {
  const symptom = symptomOf(input);
  const where = say`${code(input.incident.service)} in ${code(input.incident.environment)}`;
  const since = utc(input.verdict.onset.at, input.theCase.askedAt);
  if (input.incident.resolvedAt !== undefined) {
    return say`${where} had a problem from ${since} until ${utc(input.incident.resolvedAt, input.theCase.askedAt)}; it is over.`;
  }
  if (symptom?.since === undefined) return say`${where} has been alerting since about ${since}.`;
  return say`${where} has had a problem since ${since}: ${symptom.what} at ${shownLevel(symptom, symptom.since)}.`;
}

function whereAllStands(input: PullRequestCommentInput): Line {
  if (input.issueNumber === undefined) return say`An issue with all the evidence is being opened.`;
  return say`All the evidence is in ${repositoryLinks(input.repository).issue(input.issueNumber)}.`;
}

function notChecked(input: ReportInput): readonly Line[] {
  return input.verdict.notChecked.slice(0, 3).map((gap) => say`not checked: ${spoken(gap.what)}`);
}

function list(lines: readonly Line[]): Block {
  return { kind: 'list', items: lines.map((content) => ({ content })) };
}
