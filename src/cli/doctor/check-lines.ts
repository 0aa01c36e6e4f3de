import type { Ink } from '../../investigation/report/terminal/paint.ts';
import type { Ask } from '../ask/open-ask.ts';
import type { Check } from './examine.ts';
import type { Finding } from './finding.ts';

type Told = Pick<Ask, 'paint' | 'columns'>;

const INKS: Readonly<Record<Finding['state'], Ink>> = { ok: 'good', warning: 'unsure', problem: 'bad', skipped: 'dim' };
const WIDEST_STATE = 7;
/** What a terminal would act on, and what would begin a line of its own. */
const CONTROL = /[^\P{Cc}\n]|[\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;
const BAD_FIRST: readonly Finding['state'][] = ['problem', 'warning', 'ok', 'skipped'];

/** The worst state among findings; `skipped` where all are. */
export function worstOf(findings: readonly Finding[]): Finding['state'] {
  return BAD_FIRST.find((state) => findings.some((finding) => finding.state === state)) ?? 'skipped';
}

/** A check as lines of a terminal: its title, then each finding with what to do. */
export function checkLines({ title, findings }: Check, told: Told): readonly string[] {
  return [told.paint('heading', title), ...findings.flatMap((finding) => findingLines(finding, told))];
}

/** How many problems and warnings there are. */
export function summaryLine(checks: readonly Check[], { paint }: Told): string {
  const all = checks.flatMap(({ findings }) => findings);
  const count = (state: Finding['state'], word: string) => {
    const found = all.filter((finding) => finding.state === state).length;
    return found === 0 ? [] : [paint(INKS[state], `${found} ${word}${found === 1 ? '' : 's'}`)];
  };
  const told = [...count('problem', 'problem'), ...count('warning', 'warning')];
  return told.length === 0 ? paint('good', 'Nothing has a problem.') : `${told.join(', ')}.`;
}

function findingLines({ state, subject, says, todo }: Finding, { paint, columns }: Told): readonly string[] {
  const indent = ' '.repeat(WIDEST_STATE + 4);
  const width = columns - indent.length;
  const [first = '', ...rest] = wrapped(subject === undefined ? says : `${subject}: ${says}`, width);
  return [
    `  ${paint(INKS[state], state.padEnd(WIDEST_STATE))}  ${first}`,
    ...rest.map((line) => `${indent}${line}`),
    ...(todo === undefined ? [] : wrapped(todo, width - 2)).map(
      (line, at) => `${indent}${paint('bold', `${at === 0 ? '→ ' : '  '}${line}`)}`,
    ),
  ];
}

/** Between words; a line of its own (such as one of YAML) stays one with its indentation. */
function wrapped(text: string, columns: number): readonly string[] {
  return text
    .replace(CONTROL, '')
    .split('\n')
    .flatMap((line) => {
      const lines: string[] = [];
      const indent = /^ */.exec(line)?.[0] ?? '';
      let current = indent;
      for (const word of line.trim().split(/\s+/)) {
        const next = current.trim() === '' ? `${current}${word}` : `${current} ${word}`;
        if (next.length > columns && current.trim() !== '') {
          lines.push(current);
          current = `${indent}${word}`;
        } else current = next;
      }
      return [...lines, current];
    });
}
