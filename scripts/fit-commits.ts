// Fits the weights of src/investigation/evidence/commits/clues/commit-weights.ts and prints how well commits are named without
// the scored fold: node scripts/fit-commits.ts CASES.jsonl.gz:TRUTH.json [more …] [--folds 10] [--strength 2]
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { readCase } from '../src/investigation/case-document.ts';
import { COMMIT_FEATURES } from '../src/investigation/evidence/commits/clues/commit-features.ts';
import { COMMIT_WEIGHTS } from '../src/investigation/evidence/commits/clues/commit-weights.ts';
import { measureCase } from '../src/investigation/verdict/measure-case.ts';

/** One case: a row of feature values for each candidate, and which of them is to blame. */
interface Question {
  readonly set: string;
  readonly rows: readonly (readonly number[])[];
  readonly guilty: number;
}

interface Truth {
  readonly culprit: { readonly deploy: string | null; readonly commit: string | null } | null;
}

const NAMES = COMMIT_FEATURES.map((feature) => feature.clue);
const START = NAMES.map((name) => COMMIT_WEIGHTS[name].value);
const PRIOR = NAMES.map((name) => COMMIT_WEIGHTS[name].prior);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { folds: { type: 'string', default: '10' }, strength: { type: 'string', default: '2' } },
});
const folds = Number(values.folds);
const strength = Number(values.strength);
const questions = positionals.flatMap(readQuestions);
if (questions.length === 0) throw new Error('name at least one CASES.jsonl.gz:TRUTH.json with guilty commits');
const sets = [...new Set(questions.map((question) => question.set))];

const outOfFold = crossValidate((training) => fitWeights(training));
for (const set of sets) {
  const mine = questions.map((question, index) => ({ question, index })).filter(({ question }) => question.set === set);
  const rate = (chances: readonly (readonly number[])[]): string =>
    figures(mine.map(({ question, index }) => ({ guilty: question.guilty, chances: chances[index] ?? [] })));
  console.log(`${set}: ${mine.length} cases`);
  console.log(`  out of fold        ${rate(outOfFold)}`);
  console.log(`  weights as they are ${rate(questions.map((question) => softmax(question.rows, START)))}`);
  for (const [feature, name] of NAMES.entries()) {
    if (!mine.some(({ question }) => question.rows.some((row) => row[feature] !== 0))) continue;
    const without = crossValidate((training) => fitWeights(training, feature));
    console.log(`  without ${name.padEnd(22)} ${rate(without)}`);
  }
}
console.log('\nweights fitted on all cases:');
for (const [feature, weight] of fitWeights(questions).entries()) {
  const fixed = PRIOR[feature] === undefined ? ' (not fitted)' : '';
  console.log(`  ${(NAMES[feature] ?? '').padEnd(22)} ${weight.toFixed(2)}  was ${START[feature]?.toFixed(2)}${fixed}`);
}

function readQuestions(pair: string): Question[] {
  const [file = '', truthFile = ''] = pair.split(':');
  const bytes = readFileSync(file);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
  const truths = JSON.parse(readFileSync(truthFile, 'utf8')) as Record<string, Truth>;
  const set = file.replace(/^.*\//, '').replace(/\..*$/, '');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line): Question[] => {
      const theCase = readCase(JSON.parse(line));
      const culprit = truths[theCase.id]?.culprit;
      if (culprit?.commit == null) return [];
      const { scene } = measureCase(theCase);
      const found = COMMIT_FEATURES.map((feature) => feature.find(scene));
      const inDeploy = theCase.deploys.find((deploy) => deploy.id === culprit.deploy)?.commits;
      const candidates = scene.commits
        .map(({ commit }, index) => ({ sha: commit.sha, index }))
        .filter(({ sha }) => inDeploy === undefined || inDeploy.includes(sha));
      const guilty = candidates.findIndex(({ sha }) => sha === culprit.commit);
      if (guilty < 0) return [];
      return [
        { set, guilty, rows: candidates.map(({ index }) => found.map((findings) => findings[index]?.value ?? 0)) },
      ];
    });
}

/** The chances of each candidate of each question, by weights that were fitted without that question. */
function crossValidate(train: (training: readonly Question[]) => number[]): number[][] {
  const chances: number[][] = [];
  for (let fold = 0; fold < folds; fold += 1) {
    const weights = train(questions.filter((_, index) => index % folds !== fold));
    for (const [index, question] of questions.entries()) {
      if (index % folds === fold) chances[index] = softmax(question.rows, weights);
    }
  }
  return chances;
}

/** Conditional logit by gradient steps with a shrinking step, pulled towards the priors with `strength` (a Gaussian's precision). */
function fitWeights(training: readonly Question[], leftOut = -1): number[] {
  const weights = START.map((weight, feature) => (feature === leftOut ? 0 : weight));
  const free = PRIOR.flatMap((prior, feature) => (prior === undefined || feature === leftOut ? [] : [feature]));
  for (let round = 0; round < 60; round += 1) {
    let furthest = 0;
    for (const feature of free) {
      let slope = strength * ((PRIOR[feature] ?? 0) - (weights[feature] ?? 0));
      let curve = strength;
      for (const { rows, guilty } of training) {
        const chances = softmax(rows, weights);
        const mean = rows.reduce((sum, row, at) => sum + (chances[at] ?? 0) * (row[feature] ?? 0), 0);
        const square = rows.reduce((sum, row, at) => sum + (chances[at] ?? 0) * (row[feature] ?? 0) ** 2, 0);
        slope += (rows[guilty]?.[feature] ?? 0) - mean;
        curve += square - mean ** 2;
      }
      const step = Math.max(-1, Math.min(1, slope / curve));
      weights[feature] = (weights[feature] ?? 0) + step;
      furthest = Math.max(furthest, Math.abs(step));
    }
    if (furthest < 1e-3) break;
  }
  return weights;
}

function softmax(rows: readonly (readonly number[])[], weights: readonly number[]): number[] {
  const scores = rows.map((row) => row.reduce((sum, value, feature) => sum + value * (weights[feature] ?? 0), 0));
  const top = Math.max(...scores);
  const parts = scores.map((score) => Math.exp(score - top));
  const whole = parts.reduce((sum, part) => sum + part, 0);
  return parts.map((part) => part / whole);
}

function figures(answers: readonly { guilty: number; chances: readonly number[] }[]): string {
  let first = 0;
  let five = 0;
  let reciprocal = 0;
  let loss = 0;
  for (const { guilty, chances } of answers) {
    const mine = chances[guilty] ?? 0;
    const better = chances.filter((chance) => chance > mine + 1e-12).length;
    const equal = chances.filter((chance) => Math.abs(chance - mine) <= 1e-12).length;
    const rank = better + (equal - 1) / 2;
    if (rank < 0.5) first += 1;
    if (rank < 5) five += 1;
    reciprocal += 1 / (rank + 1);
    loss -= Math.log(Math.max(1e-9, mine));
  }
  const { length } = answers;
  const [low, high] = wilson(first, length);
  return `HR@1 ${(first / length).toFixed(2)} [${low.toFixed(2)}, ${high.toFixed(2)}]  HR@5 ${(five / length).toFixed(2)}  MRR ${(reciprocal / length).toFixed(2)}  log-loss ${(loss / length).toFixed(3)}`;
}

function wilson(hits: number, of: number): [number, number] {
  const z = 1.96;
  const share = hits / of;
  const middle = (share + z ** 2 / (2 * of)) / (1 + z ** 2 / of);
  const half = (z * Math.sqrt((share * (1 - share)) / of + z ** 2 / (4 * of ** 2))) / (1 + z ** 2 / of);
  return [middle - half, middle + half];
}
