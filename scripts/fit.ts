import { FITTED, WEIGHTS, type WeightName } from '../src/investigation/verdict/weights.ts';
import type { Judged } from '../src/scoring/judge-answer.ts';
import { scoreLines } from '../src/scoring/score-lines.ts';
import { scoreSet } from '../src/scoring/score-set.ts';
import { type LabelledCase, labelledCases } from './fit/labelled-cases.ts';
import { judge, objective } from './fit/objective.ts';
import { searchWeights } from './fit/search-weights.ts';

/**
 * `npm run fit -- CASES…`: refits the marked weights of the weight table on the given files (each with its
 * `.truth.json` beside it), prints the figures out of fold, the weights, and what each clue adds.
 */
const FOLDS = 5;
/** What each clue's weights are where it tells nothing. */
const LEFT_OUT: Readonly<Record<string, Partial<Record<WeightName, number>>>> = {
  metrics: { location: 0 },
  'share of harm': { harmShare: 0 },
  'slow burns': { slowBurn: 0, slowBurnFull: 0 },
  'lasting steps': { lastingStep: 1 },
  'scheduled runs': { scheduledRun: 0 },
  'first runs': { firstRun: 0 },
  canary: { canary: 0 },
  spent: { spent: 1 },
  'ran out': { ranOut: 0 },
  'one instance': { oneInstance: 0, oneInstanceBeyond: 0 },
  'logs of services': { logs: 0 },
  'causes in logs': { noChangeLogs: 0 },
  'fails beside': { beside: 0 },
  commits: { commits: 0, commitsAway: 0 },
  'changes by hand': { changeTitle: 0, innocentTitle: 0 },
  surge: { surge: 0 },
  'how visible': { visible: 0 },
  persistence: { persistence: 0 },
};

const files = process.argv.slice(2);
if (files.length === 0) {
  console.error('usage: npm run fit -- CASES.jsonl.gz… (with CASES.truth.json beside each)');
  process.exit(2);
}
const sets = await Promise.all(files.map(labelledCases));
const folds = sets.map((set) => foldOf(set));

const outOfFold: Judged[][] = sets.map(() => []);
for (let fold = 0; fold < FOLDS; fold++) {
  const training = sets.map((set, s) => set.filter((one) => folds[s]?.get(one.group) !== fold));
  const fitted = searchWeights(WEIGHTS, (weights) => objective(training, weights));
  sets.forEach((set, s) => {
    const held = set.filter((one) => folds[s]?.get(one.group) === fold);
    outOfFold[s]?.push(...judge(held, fitted));
  });
  console.error(`fold ${fold + 1} of ${FOLDS} done`);
}
console.log(
  `Fitted: ${FITTED.length} weights, on ${sets.map((set, s) => `${set.length} cases of ${files[s]}`).join(', ')}; every set counts alike, half of each as if nulls.`,
);
console.log(`Out of fold: ${FOLDS} folds by group, each scored with weights that its cases had no part in.`);
sets.forEach((_, s) => {
  for (const line of scoreLines({
    set: files[s] ?? '',
    score: scoreSet(outOfFold[s] ?? []),
    judged: [],
    baselines: [],
  }))
    console.log(line);
});

const fitted = searchWeights(WEIGHTS, (weights) => objective(sets, weights));
console.log('\nWeights fitted on all (reasoned value before):');
for (const { name } of FITTED) console.log(`  ${name.padEnd(20)} ${fitted[name].toPrecision(3)}   (${WEIGHTS[name]})`);

console.log('\nLeft out, with all other weights as they are (log loss and right, per set):');
const line = (label: string, weights: typeof WEIGHTS): void => {
  const figures = sets.map((set) => scoreSet(judge(set, weights)));
  console.log(
    `  ${label.padEnd(20)} ${figures.map((figure) => `${figure.logLoss.toFixed(3)} ${figure.right.share.toFixed(2)}`).join('   ')}`,
  );
};
line('nothing', fitted);
for (const [clue, without] of Object.entries(LEFT_OUT)) line(clue, { ...fitted, ...without });

/** Groups (a case and what was made from it) go to folds in turn, in the file's order. */
function foldOf(set: readonly LabelledCase[]): Map<string, number> {
  const groups = [...new Set(set.map(({ group }) => group))];
  return new Map(groups.map((group, index) => [group, index % FOLDS]));
}
