/**
 * Our revert plans against git's own answers: random commits of a history, the tip 1 to `distance` commits later. Equal means
 * the same tree where git is clean; a plan that is clean where git conflicts is a false clean, and there may be none.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { EMPTY_TREE } from '../src/investigation/revert/objects/git-object.ts';
import { runPlanning } from '../src/investigation/revert/objects/run-planning.ts';
import { planRevert, type RevertPlan } from '../src/investigation/revert/plan-revert.ts';
import { openLocalGitObjects, sha1 } from '../src/readers/repository/git-objects-local.ts';
import { writeGitHistory } from '../test/support/revert/git-histories.ts';
import { openGitJudge } from '../test/support/revert/git-judge.ts';
import { seededChance } from '../test/support/seeded-chance.ts';

const git = promisify(execFile);

interface Tally {
  plans: number;
  gitClean: number;
  equal: number;
  bothRefuse: number;
  readonly problems: string[];
  falseCleans: number;
  readonly reasons: Map<string, number>;
  /** Refused although git is clean: how often by the first reason, and where. */
  readonly lost: Map<string, number>;
  readonly lostNames: string[];
  readonly milliseconds: number[];
}

const USAGE = `usage: npm run bench revert -- --git DIR | --generated HISTORIES [--count N] [--seed S] [--distance D] [--json] [--verbose]`;

/** Runs the comparison and prints it; exits 1 where a plan is clean and git's answer is not the same tree. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      git: { type: 'string', multiple: true, default: [] },
      generated: { type: 'string' },
      count: { type: 'string', default: '200' },
      seed: { type: 'string', default: '1' },
      distance: { type: 'string', default: '200' },
      json: { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
    },
  });
  const [count, seed, distance] = [Number(values.count), Number(values.seed), Number(values.distance)];
  if (values.git.length === 0 && values.generated === undefined) {
    console.error(USAGE);
    process.exitCode = 2;
    return;
  }
  const tally = emptyTally();
  for (const directory of values.git) await compare(directory, count, seed, distance, tally);
  for (let history = 0; history < Number(values.generated ?? 0); history += 1) {
    const directory = await mkdtemp(join(tmpdir(), 'revert-history-'));
    try {
      await git('git', ['init', '--quiet', '--bare', '-b', 'main', directory]);
      await writeGitHistory(directory, seed + history, 250);
      await compare(directory, count, seed + history, Math.min(distance, 60), tally);
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  }
  print(tally, values.json, values.verbose);
  if (tally.problems.length > 0) process.exitCode = 1;
}

function emptyTally(): Tally {
  return {
    plans: 0,
    gitClean: 0,
    equal: 0,
    bothRefuse: 0,
    problems: [],
    falseCleans: 0,
    reasons: new Map(),
    lost: new Map(),
    lostNames: [],
    milliseconds: [],
  };
}

async function compare(directory: string, count: number, seed: number, distance: number, tally: Tally): Promise<void> {
  const history = await firstParents(directory);
  const chance = seededChance(seed);
  const judge = await openGitJudge(directory);
  const objects = openLocalGitObjects(directory);
  try {
    for (let done = 0; done < count; done += 1) {
      const at = 1 + chance.below(history.length - 1);
      const away = 1 + chance.below(Math.min(distance, at));
      const [commit, parent, tip] = [history[at], history[at + 1], history[at - away]];
      if (commit === undefined || tip === undefined) continue;
      const started = process.hrtime.bigint();
      const plan = await runPlanning(
        planRevert({ what: [commit.sha], onto: tip.sha, mayRevertReverts: true, sha1 }),
        objects.read,
      );
      tally.milliseconds.push(Number(process.hrtime.bigint() - started) / 1e6);
      const theirs = await judge.revert({ commit: commit.tree, tip: tip.tree, parent: parent?.tree ?? EMPTY_TREE });
      weigh(tally, plan, theirs, `${directory} ${commit.sha} onto ${tip.sha}`);
    }
  } finally {
    objects.close();
    await judge.close();
  }
}

function weigh(tally: Tally, plan: RevertPlan, theirs: string | undefined, name: string): void {
  tally.plans += 1;
  if (theirs !== undefined) tally.gitClean += 1;
  for (const { code } of plan.reasons) tally.reasons.set(code, (tally.reasons.get(code) ?? 0) + 1);
  if (plan.tree === null) {
    const [reason] = plan.reasons;
    if (theirs === undefined) tally.bothRefuse += 1;
    else if (reason !== undefined) {
      tally.lost.set(reason.code, (tally.lost.get(reason.code) ?? 0) + 1);
      tally.lostNames.push(`${reason.code} although git is clean: ${name}`);
    }
  } else if (plan.tree === theirs) tally.equal += 1;
  else {
    if (theirs === undefined) tally.falseCleans += 1;
    tally.problems.push(`${theirs === undefined ? 'clean where git conflicts' : 'another tree than git'}: ${name}`);
  }
}

async function firstParents(directory: string): Promise<readonly { readonly sha: string; readonly tree: string }[]> {
  const { stdout } = await git('git', ['-C', directory, 'log', '--first-parent', '--format=%H %T', 'HEAD'], {
    maxBuffer: 1 << 28,
  });
  return stdout
    .trim()
    .split('\n')
    .map((line) => ({ sha: line.slice(0, 40), tree: line.slice(41) }));
}

function print(tally: Tally, asJson: boolean, verbose: boolean): void {
  const sorted = [...tally.milliseconds].sort((one, other) => one - other);
  const quantile = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
  const figures = {
    benchmark: 'revert',
    plans: tally.plans,
    gitClean: tally.gitClean,
    equal: tally.equal,
    equalShare: tally.equal / tally.gitClean,
    bothRefuse: tally.bothRefuse,
    falseCleans: tally.falseCleans,
    otherTrees: tally.problems.length - tally.falseCleans,
    reasons: Object.fromEntries(tally.reasons),
    refusedWhereGitIsClean: Object.fromEntries(tally.lost),
    medianMs: quantile(0.5),
    p95Ms: quantile(0.95),
  };
  if (asJson) {
    console.log(JSON.stringify(figures));
    return;
  }
  console.log(`plans ${figures.plans}, git is clean on ${figures.gitClean}, equal to git on ${figures.equal} of them`);
  console.log(`equal share ${(100 * figures.equalShare).toFixed(2)} %, both refuse ${figures.bothRefuse}`);
  console.log(`clean where git conflicts ${figures.falseCleans}, another tree than git ${figures.otherTrees}`);
  console.log(`reasons ${JSON.stringify(figures.reasons)}`);
  console.log(`refused where git is clean ${JSON.stringify(figures.refusedWhereGitIsClean)}`);
  console.log(`per plan: median ${figures.medianMs.toFixed(1)} ms, 95 % within ${figures.p95Ms.toFixed(1)} ms`);
  for (const problem of [...tally.problems, ...(verbose ? tally.lostNames : [])]) console.error(problem);
}
