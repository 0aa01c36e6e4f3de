import { cleanForeign } from '../report/markdown/clean-foreign.ts';
import { headOf, type RevertSubject } from './stored-revert.ts';

const MOST_TITLE = 120;

/**
 * The title of a draft: what is reverted, and the first line of the change. It can become the message of a commit on the
 * default branch, so nothing in it may close an issue or call a person: a word joiner parts every sign that could.
 */
export function revertTitle(subject: RevertSubject, headline: string | undefined): string {
  const name = subject.kind === 'pull' ? `#${subject.number}` : headOf(subject).slice(0, 12);
  const what = subject.kind === 'deploy' ? `the deploy of ${name}` : name;
  const said =
    headline === undefined
      ? ''
      : cleanForeign(headline, { characters: MOST_TITLE, lines: 1 }).replace(/\s*\n\s*/g, ' ');
  return said === '' ? `Revert ${what}` : `Revert ${what}: ${harmless(said)}`;
}

function harmless(foreign: string): string {
  return foreign
    .replace(/@(?=\w)|#(?=\d)|\bGH-(?=\d)/gi, '$&\u2060')
    .replace(/:\/\//g, ':\u2060//')
    .replace(/\bwww\./gi, 'www\u2060.');
}
