import type { Feedback } from '../../investigation/commands/feedback.ts';
import type { Thumbs } from '../../investigation/commands/weigh-reactions.ts';
import { counted } from '../../investigation/report/format-number.ts';
import { utc } from '../../investigation/report/format-time.ts';
import { type Block, code, heading, type Line, own, paragraph, say } from '../../investigation/report/markdown/tree.ts';
import { nameSuspect } from '../../investigation/report/name-suspect.ts';
import type { ReportInput } from '../../investigation/report/report-input.ts';
import type { KeptThumbs } from '../../jobs/reactions/kept-thumbs.ts';
import type { ExplainedDocument } from '../documents/explained-document.ts';
import { iso } from './iso.ts';

/** What people said of an incident's changes, in words and with thumbs. */
export interface PeopleSaid {
  /** Oldest first. */
  readonly feedback: readonly Feedback[];
  /** Undefined where the thumbs were never read. */
  readonly thumbs: KeptThumbs | undefined;
}

const HOW: Readonly<Record<Feedback['source'], string>> = {
  command: 'by a command',
  'merged-revert': 'by a merged revert',
  reaction: 'by a thumb',
};

/** The labels of an incident and the thumbs behind them, for the end of a report; empty where nobody said anything. */
export function peopleSaid({ feedback, thumbs }: PeopleSaid, input: ReportInput): readonly Block[] {
  const labels = feedback.map((one): Line => {
    const verb = one.label === 'it-was' ? own('it was') : own('it was not');
    const who = one.by === undefined ? [] : say` of ${code(one.by)}`;
    return say`${verb} ${nameOf(one, input).line}, ${own(HOW[one.source])}${who}, ${utc(one.at, input.theCase.askedAt)}`;
  });
  const lines = thumbs === undefined ? [] : thumbLines(thumbs);
  if (labels.length === 0 && lines.length === 0) return [];
  return [
    heading`What people said`,
    ...(labels.length === 0 ? [] : [{ kind: 'list' as const, items: labels.map((content) => ({ content })) }]),
    ...(lines.length === 0 ? [] : [paragraph(...lines)]),
  ];
}

/** The same for a document. */
export function documentOfSaid(
  { feedback, thumbs }: PeopleSaid,
  input: ReportInput,
): Pick<ExplainedDocument, 'said' | 'thumbs'> {
  const said = feedback.map((one) => {
    const { label, deploy, commit, source, at, by } = one;
    const about = nameOf(one, input).plain;
    return { label, about, deploy, commit, source, at: iso(at), ...(by === undefined ? {} : { by }) };
  });
  if (thumbs === undefined) return { said };
  const { at, counted: writers, others } = thumbs;
  return { said, thumbs: { readAt: iso(at), counted: writers, others } };
}

function nameOf({ deploy, commit }: Feedback, input: ReportInput): { readonly line: Line; readonly plain: string } {
  if (deploy === null && commit === null) return { line: say`no change`, plain: 'no change' };
  const { name, plainName } = nameSuspect({ deploy, commit, probability: 0, evidence: [] }, input);
  return { line: name, plain: plainName };
}

function thumbLines({ counted: writers, others }: KeptThumbs): readonly Line[] {
  return [
    ...(isNone(writers) ? [] : [say`Thumbs of people who may write: ${shown(writers)}.`]),
    ...(isNone(others) ? [] : [say`Thumbs that label nothing, of others or on several changes: ${shown(others)}.`]),
  ];
}

function isNone({ up, down }: Thumbs): boolean {
  return up + down === 0;
}

function shown({ up, down }: Thumbs) {
  return own(`${counted(up, 'up', 'up')}, ${counted(down, 'down', 'down')}`);
}
