import { parseArgs } from 'node:util';
import { answerOf } from '../src/investigation/answer.ts';
import { investigate } from '../src/investigation/investigate.ts';
import { judgeAnswer } from '../src/scoring/judge-answer.ts';
import { digits, shareText } from '../src/scoring/score-lines.ts';
import { scoreSet } from '../src/scoring/score-set.ts';
import { SETS } from './simulate/sets.ts';
import { simulateSet } from './simulate/simulate-set.ts';

const USAGE = 'usage: npm run bench simulate [-- --set NAME]… [--count INCIDENTS] [--seed N]';
const COLUMNS = [20, 31, 31, 15, 13] as const;

/**
 * `npm run bench simulate`: how right the verdict is on simulated incidents in shapes that no development set has, one
 * line a set. Nothing is written. The incidents are made up: what they can show and what not is told at `simulateSet`.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      set: { type: 'string', multiple: true, default: [] },
      count: { type: 'string', default: '25' },
      seed: { type: 'string', default: '1' },
    },
  });
  const sets = values.set.length === 0 ? SETS : SETS.filter(({ name }) => values.set.includes(name));
  const [count, seed] = [Number(values.count), Number(values.seed)];
  const known = values.set.every((wanted) => sets.some(({ name }) => name === wanted));
  if (!known || !Number.isInteger(seed) || !Number.isInteger(count) || count < 1) {
    console.error([USAGE, 'sets:', ...SETS.map(({ name, why }) => `  ${name.padEnd(COLUMNS[0])} ${why}`)].join('\n'));
    process.exitCode = 2;
    return;
  }
  console.log(
    row('set', 'culprit named first (HR@1)', 'false accusations', 'ECE (by chance)', 'Brier of all', 'onset'),
  );
  for (const shape of sets) {
    const judged = simulateSet(shape, count, seed).map(({ theCase, truth }) =>
      judgeAnswer(answerOf(theCase, investigate(theCase)), truth),
    );
    const score = scoreSet(judged);
    console.log(
      row(
        shape.name,
        shareText(score.hitRate1),
        shareText(score.falseAccusations),
        `${digits(score.calibrationError, 3)} (${digits(score.calibrationErrorByChance, 3)})`,
        digits(score.brierOfAll, 3),
        `${digits(score.onsetErrorMedian, 1)} min`,
      ),
    );
  }
}

function row(...cells: readonly string[]): string {
  return cells.map((cell, index) => cell.padEnd(COLUMNS[index] ?? 0)).join('  ');
}
