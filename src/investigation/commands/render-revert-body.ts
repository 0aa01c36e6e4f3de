import { isoOf } from '../report/format-time.ts';
import { printMarkdown } from '../report/markdown/print-markdown.ts';
import { repositoryLinks } from '../report/markdown/repository-links.ts';
import { type Block, code, type Line, own, paragraph, say, spoken, strong } from '../report/markdown/tree.ts';
import type { RevertPlan } from '../revert/plan-revert.ts';
import type { Sentence } from '../sentence.ts';
import type { Evidence } from '../verdict/verdict.ts';
import { headOf, type StoredRevert } from './stored-revert.ts';

export interface RevertBodyInput {
  readonly repository: { readonly fullName: string; readonly webUrl: string };
  /** The repository of the issue by its full name, where it is another one. */
  readonly issueRepository?: string;
  readonly incident: { readonly id: string; readonly service: string; readonly environment: string };
  readonly revert: StoredRevert;
  readonly plan: RevertPlan;
  readonly onto: string;
  readonly notes: readonly Sentence[];
  /** The first line of what is reverted, foreign text. */
  readonly headline?: string;
  /** What spoke for it in the latest verdict. */
  readonly evidence: readonly Evidence[];
  /** Its probability in the latest verdict; absent where it was no suspect. */
  readonly probability?: number;
}

const MOST_FILES = 30;
const MOST_COMMITS = 30;
const MOST_EVIDENCE = 6;
const CHANGES = {
  added: 'comes back',
  removed: 'goes away',
  modified: 'goes back',
  mode: 'gets its old mode back',
  kind: 'becomes what it was',
} as const;

/** The text of a draft: why it is there, what comes back, what is lost, what to look at, how to re-land. */
export function renderRevertBody(input: RevertBodyInput): string {
  const { repository, revert, incident, plan, notes, headline, evidence, probability } = input;
  const links = repositoryLinks(repository);
  const { subject, by } = revert;
  const name: Line = subject.kind === 'pull' ? [links.pullRequest(subject.number)] : [links.commit(headOf(subject))];
  const what = subject.kind === 'deploy' ? say`the deploy of ${name}` : name;
  const title = headline === undefined ? [] : say` ${code(headline)}`;
  const asked =
    by.kind === 'person'
      ? say`Asked for by ${code(by.seen.sender.login)} in ${links.issue(revert.issueNumber, input.issueRepository)}.`
      : say`Drafted unasked for ${links.issue(revert.issueNumber)}, as this repository allows for sure verdicts.`;
  const chance =
    probability === undefined ? [] : say` The last verdict gives this change ${Math.round(probability * 100)} %.`;
  const files = plan.files.slice(0, MOST_FILES).map(({ path, change }) => ({
    content: say`${code(path)} ${own(CHANGES[change])}`,
  }));
  const more = plan.files.length - files.length;
  const left = plan.commits.length - MOST_COMMITS;
  return printMarkdown([
    paragraph(
      say`Takes back ${what}${title}, because ${code(incident.service)} in ${code(incident.environment)} is in trouble.`,
      say`${asked}${chance} ${strong(say`A person reviews and merges this; nothing here merges by itself.`)}`,
    ),
    ...listed(
      'What spoke for it',
      evidence
        .filter(({ weight }) => weight > 0)
        .slice(0, MOST_EVIDENCE)
        .map(({ says }) => spoken(says)),
    ),
    paragraph(say`${strong(say`What changes`)}`),
    { kind: 'list', items: files },
    ...(more > 0 ? [paragraph(say`and ${more} files more.`)] : []),
    ...listed(
      'What is lost',
      plan.commits
        .slice(0, MOST_COMMITS)
        .map(({ sha, message }) => say`${links.commit(sha)} ${code(message.split('\n', 1)[0] ?? '')}`),
    ),
    ...(left > 0 ? [paragraph(say`and ${left} commits more.`)] : []),
    ...listed('Before merging', notes.map(spoken)),
    paragraph(
      say`${strong(say`To bring it back later`)}: revert the merge of this pull request, and correct it there. Merging the old branch again brings nothing, as git takes its commits for merged.`,
    ),
    {
      kind: 'small',
      lines: [
        say`the same tree as ${code('git revert')} on ${links.commit(input.onto)}, planned ${own(isoOf(revert.at))}`,
        say`incident ${code(incident.id)}`,
      ],
    },
  ]);
}

function listed(title: string, lines: readonly Line[]): readonly Block[] {
  if (lines.length === 0) return [];
  return [
    paragraph([strong([{ kind: 'text', own: title }])]),
    { kind: 'list', items: lines.map((content) => ({ content })) },
  ];
}
