import type { CaseReading } from '../../case.ts';
import { counted } from '../format-number.ts';
import { code, type Line, type Own, own, say } from '../markdown/tree.ts';
import type { ReportInput } from '../report-input.ts';
import { VENDOR_PRICES } from '../vendor-prices.ts';

const MOST_NAMED = 4;

/** What this look asked of telemetry and what that costs, and all looks together; undefined where nothing was asked. */
export function telemetryCost({ theCase, earlier = [] }: ReportInput): Line | undefined {
  const { reading } = theCase;
  if (reading === undefined) return undefined;
  const before = earlier.flatMap((round) => (round.at < theCase.askedAt ? (round.reading ?? []) : []));
  const looks = [...before, reading];
  const named = reading.connections
    .slice(0, MOST_NAMED)
    .map(({ connection, questions }): Line => say`${code(connection)} ${own(String(questions))}`);
  const by: Line = named.length === 0 ? [] : say` (${joined(named)})`;
  const left: Line =
    reading.cut === 0
      ? []
      : say`, ${own(String(reading.cut))} left out by the budget of ${own(String(reading.budget))}`;
  const all: Line =
    looks.length < 2
      ? []
      : say`; ${own(String(sum(looks.map(questionsOf))))} in ${counted(looks.length, 'look', 'looks')}${costWords(looks)}`;
  return say`telemetry: ${counted(questionsOf(reading), 'question', 'questions')}${by}${left}${costWords([reading])}${all}`;
}

function joined(lines: readonly Line[]): Line {
  return lines.flatMap((line, at) => (at === 0 ? line : [...say`, `, ...line]));
}

function questionsOf({ connections }: CaseReading): number {
  return sum(connections.map(({ questions }) => questions));
}

/** Nothing where no vendor bills for what was asked. */
function costWords(readings: readonly CaseReading[]): Own {
  const billed = readings.flatMap(({ connections }) => connections.flatMap((one) => one.billed ?? []));
  const usd = sum(billed.map(({ what, amount }) => (VENDOR_PRICES[what] ?? 0) * amount));
  if (usd === 0) return own('');
  return own(usd < 0.01 ? ', less than 0.01 USD by list price' : `, about ${usd.toFixed(2)} USD by list price`);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
