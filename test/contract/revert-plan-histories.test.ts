import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { EMPTY_TREE } from '../../src/investigation/revert/objects/git-object.ts';
import { runPlanning } from '../../src/investigation/revert/objects/run-planning.ts';
import { planRevert, type RevertPlan, type RevertRequest } from '../../src/investigation/revert/plan-revert.ts';
import { type LocalGitObjects, openLocalGitObjects, sha1 } from '../../src/readers/repository/git-objects-local.ts';
import { runGit } from '../support/local-github/git/run-git.ts';
import { writeGitHistory } from '../support/revert/git-histories.ts';
import { type GitJudge, openGitJudge } from '../support/revert/git-judge.ts';
import { type Chance, seededChance } from '../support/seeded-chance.ts';

const SEEDS = [11, 12, 13];
const COMMITS = 150;
const PLANS = 24;

interface LogEntry {
  readonly sha: string;
  readonly tree: string;
}

describe.each(SEEDS)('generated history %d', (seed) => {
  let directory: string;
  let judge: GitJudge;
  let objects: LocalGitObjects;
  /** First parents, the newest first. */
  let history: readonly LogEntry[];

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'revert-generated-'));
    await runGit(directory, ['init', '--quiet', '--bare', '-b', 'main', '.']);
    await writeGitHistory(directory, seed, COMMITS);
    const { stdout } = await runGit(directory, ['log', '--first-parent', '--format=%H %T', 'main']);
    history = stdout
      .toString()
      .trim()
      .split('\n')
      .map((line) => ({ sha: line.slice(0, 40), tree: line.slice(41) }));
    judge = await openGitJudge(directory);
    objects = openLocalGitObjects(directory);
  });
  afterAll(async () => {
    objects.close();
    await judge.close();
    await rm(directory, { recursive: true, force: true });
  });

  const plan = (what: RevertRequest['what'], tip: LogEntry): Promise<RevertPlan> =>
    runPlanning(planRevert({ what, onto: tip.sha, mayRevertReverts: true, sha1 }), objects.read);

  /** What git makes of reverting these entries of the history one after the other; undefined where it stops. */
  const gitReverts = async (places: readonly number[], tip: LogEntry): Promise<string | undefined> => {
    let tree: string | undefined = tip.tree;
    for (const place of places) {
      const [commit, parent] = [history[place], history[place + 1]];
      if (tree === undefined || commit === undefined) return undefined;
      tree = await judge.revert({ commit: commit.tree, tip: tree, parent: parent?.tree ?? EMPTY_TREE });
    }
    return tree;
  };

  const entry = (place: number): LogEntry => history[place] ?? { sha: '', tree: '' };
  const draw = (chance: Chance, distance: number) => {
    const place = 1 + chance.below(history.length - 2);
    return { place, tip: entry(place - 1 - chance.below(Math.min(distance, place))) };
  };

  test.each([2, 10, 50])('one commit, the tip up to %d commits later', async (distance) => {
    const chance = seededChance(seed + distance);
    const seen = { clean: 0, other: 0 };
    for (let count = 0; count < PLANS; count += 1) {
      const { place, tip } = draw(chance, distance);
      const ours = await plan([entry(place).sha], tip);
      const name = `${entry(place).sha} onto ${tip.sha}`;
      expect(`${name}: ${ours.tree}`).toBe(`${name}: ${(await gitReverts([place], tip)) ?? null}`);
      seen[ours.tree === null ? 'other' : 'clean'] += 1;
    }
    expect(seen.clean).toBeGreaterThan(0);
  });

  test('a run of commits, and the same as a deploy', async () => {
    const chance = seededChance(seed);
    let clean = 0;
    for (let count = 0; count < PLANS / 2; count += 1) {
      const newest = chance.below(20);
      const length = 1 + chance.below(5);
      const tip = entry(Math.max(0, newest - chance.below(3)));
      const places = Array.from({ length }, (_, index) => newest + index);
      const theirs = (await gitReverts(places, tip)) ?? null;
      const shas = places.map((place) => entry(place).sha);
      const deploy = { lastGood: entry(newest + length).sha, bad: entry(newest).sha };
      expect((await plan(shas.toReversed(), tip)).tree).toBe(theirs);
      expect((await plan([deploy], tip)).tree).toBe(theirs);
      if (theirs !== null) clean += 1;
    }
    expect(clean).toBeGreaterThan(0);
  });

  test('a deploy that is still the tip goes back to the very tree of the last good commit', async () => {
    const chance = seededChance(seed);
    for (let count = 0; count < PLANS / 2; count += 1) {
      const bad = chance.below(history.length - 30);
      const good = bad + 1 + chance.below(25);
      const ours = await plan([{ lastGood: entry(good).sha, bad: entry(bad).sha }], entry(bad));
      expect(ours).toMatchObject({ tree: entry(good).tree });
    }
  });
});
