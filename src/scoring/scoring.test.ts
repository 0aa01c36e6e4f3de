import { describe, expect, test } from '@jest/globals';
import { goldenIncidents } from '../../test/support/cases/golden-incidents.ts';
import { type Answer, answerOf } from '../investigation/answer.ts';
import type { Case } from '../investigation/case.ts';
import { investigate } from '../investigation/investigate.ts';
import { BASELINES } from './baselines.ts';
import { brier, calibrationError, calibrationErrorByChance, logLoss, reliabilityBins } from './calibration.ts';
import { areaUnderCurve, falseShareAtRecall } from './discrimination.ts';
import { judgeAnswer } from './judge-answer.ts';
import { ownMetricService } from './own-metric-deviation.ts';
import { scoreCases } from './score-cases.ts';
import { scoreLines, shareText } from './score-lines.ts';
import { scorePage } from './score-page.ts';
import { scoreSet } from './score-set.ts';
import { readTruth, type TrueAnswer } from './truth.ts';
import { wilson } from './wilson.ts';
import { WordRanking, wordsOf } from './word-ranking.ts';

const ONSET = '2026-03-02T14:00:00Z';

function truth(culprit: TrueAnswer['culprit']): TrueAnswer {
  return { culprit, onset: ONSET, set: 'golden', pair: null };
}

function answer(
  none: number,
  ...suspects: [deploy: string | null, commit: string | null, probability: number][]
): Answer {
  return {
    case: 'c',
    verdict: 'weak',
    noChangeProbability: none,
    onset: { at: '2026-03-02T14:02:00Z', from: ONSET, to: ONSET },
    suspects: suspects.map(([deploy, commit, probability]) => ({ deploy, commit, probability, evidence: [] })),
  };
}

describe('intervals and curves', () => {
  test('Wilson: 45 of 51 is 0.88 [0.77, 0.94]; nothing of nothing is unknown', () => {
    expect(shareText(wilson(45, 51))).toBe('45/51 = 0.88 [0.77, 0.94]');
    expect(shareText(wilson(0, 0))).toBe('-');
    expect(wilson(0, 5).low).toBeCloseTo(0, 9);
  });

  test('calibration by hand: 0.9 said four times and right three, 0.2 said once and wrong', () => {
    const statements = [true, true, true, false].map((right) => ({ probability: 0.9, true: right }));
    statements.push({ probability: 0.2, true: false });
    expect(reliabilityBins(statements).map(({ count }) => count)).toEqual([1, 4]);
    expect(calibrationError(statements)).toBeCloseTo((4 * 0.15 + 0.2) / 5, 9);
    const of = (...probabilities: number[]) =>
      calibrationErrorByChance(probabilities.map((probability) => ({ probability, true: true })));
    expect(of(0, 1)).toBe(0);
    expect(of(0.5)).toBeCloseTo(0.5, 9);
    expect(of(0.2, 0.8)).toBeCloseTo((2 * 0.2 * 0.8 * 2) / 2, 9);
    // Two coins: |1 - count| is 1 with one half.
    expect(of(0.5, 0.5)).toBeCloseTo(0.5 / 2, 9);
    expect(brier(statements)).toBeCloseTo((3 * 0.01 + 0.81 + 0.04) / 5, 9);
    expect(reliabilityBins([{ probability: 1, true: true }])[0]?.to).toBe(1);
    expect(logLoss([0.5, 0])).toBeCloseTo((Math.LN2 - Math.log(1e-6)) / 2, 9);
  });

  test('area under the curve, and false accusations where 80 % of the guilty are found', () => {
    expect(areaUnderCurve([0.9, 0.6], [0.6, 0.1])).toBeCloseTo(3.5 / 4, 9);
    expect(falseShareAtRecall([0.9, 0.8, 0.7, 0.6, 0.1], [0.65, 0.5], 0.8)).toBe(0.5);
    expect(falseShareAtRecall([], [0.5], 0.8)).toBeNaN();
  });
});

describe('an answer before its judge', () => {
  test('by commit where the truth names one, by deploy where it does not; shares of a deploy add up', () => {
    const said = answer(0.2, ['d1', 'a', 0.3], ['d1', 'b', 0.2], ['d2', 'c', 0.3]);
    expect(judgeAnswer(said, truth({ deploy: 'd1', commit: null }))).toMatchObject({
      right: true,
      rank: 1,
      truthProbability: 0.5,
      squaredError: expect.closeTo(0.5 ** 2 + 0.3 ** 2 + 0.2 ** 2, 9),
    });
    // Two commits alike: a tie goes against the answer.
    expect(judgeAnswer(said, truth({ deploy: 'd1', commit: 'a' }))).toMatchObject({
      right: false,
      rank: 2,
      deployRight: true,
    });
    expect(judgeAnswer(said, truth({ deploy: 'd1', commit: 'a' }), 'deploy').right).toBe(true);
    expect(judgeAnswer(said, truth({ deploy: null, commit: 'b' }))).toMatchObject({ rank: 3, deployRight: null });
    expect(judgeAnswer(said, truth({ deploy: 'd9', commit: null })).rank).toBeNull();
  });

  test('where people named a commit alone, nothing is said of its deploy', () => {
    const said = answer(0.2, ['d1', 'a', 0.8]);
    const named = [truth({ deploy: null, commit: 'a' }), truth({ deploy: 'd1', commit: 'a' })];
    const score = scoreSet(named.map((one) => judgeAnswer(said, one)));
    expect(score.hitRate1).toMatchObject({ hits: 2, of: 2 });
    expect(score.deployHitRate1).toMatchObject({ hits: 1, of: 1 });
  });

  test('a null is right where no deploy is above "no change"', () => {
    expect(judgeAnswer(answer(0.5, ['d1', null, 0.5]), truth(null))).toMatchObject({ right: true, accused: false });
    expect(judgeAnswer(answer(0.4, ['d1', null, 0.6]), truth(null))).toMatchObject({
      right: false,
      accused: true,
      onsetErrorMinutes: null,
    });
  });

  test('the onset’s error in minutes', () => {
    expect(judgeAnswer(answer(0, ['d1', null, 1]), truth({ deploy: 'd1', commit: null })).onsetErrorMinutes).toBe(2);
  });
});

describe('the truth', () => {
  test('is read from an object, and a wrong one is refused by name', () => {
    const told = readTruth({ a: { culprit: { deploy: 'd1' }, set: 's', pair: 'b' }, b: { culprit: null } });
    expect(told.get('a')).toEqual({ culprit: { deploy: 'd1', commit: null }, onset: null, set: 's', pair: 'b' });
    expect(told.get('b')?.set).toBe('cases');
    expect(() => readTruth([])).toThrow('expected one JSON object');
    expect(() => readTruth({ a: {} })).toThrow('the truth of a');
  });
});

describe('simple rules', () => {
  const incidents = goldenIncidents();
  const at = (id: string): Case => incidents.find((one) => one.id === id) as Case;
  const first = (name: string, id: string): string | null | undefined => {
    const [said] = BASELINES.find((rule) => rule.name === name)?.answer([at(id)]) ?? [];
    return said === null ? null : said?.suspects[0]?.deploy;
  };

  test.each([
    ['latest deploy', 'step', 'd2'],
    ['second latest deploy', 'step', 'd1'],
    ['latest deploy, if within 15 min', 'step', 'd2'],
    ['latest deploy, if within 15 min', 'flag-flip', undefined],
    ['latest deploy on the alerting service', 'dependency-deploy', 'd2'],
    ['always "no change"', 'step', undefined],
    ['largest own-metric deviation', 'no-telemetry', null],
  ])('%s: of %s it names %s', (name, id, deploy) => {
    expect(first(name, id)).toBe(deploy);
  });

  test('by words: the commit that shares them, with age the newest where nothing does', () => {
    const words = BASELINES.find(({ name }) => name === 'BM25 over title and diff')?.answer([at('step')])[0];
    expect(words?.suspects[0]?.commit).toMatch(/^d1e2c1a0/);
    const { commits: _none, ...bare } = at('step');
    expect(BASELINES.find(({ name }) => name === 'newest commit')?.answer([bare])).toEqual([null]);
  });

  test('own metrics: a fall of five points of success counts as one; no series, no service', () => {
    const series = (
      service: string,
      kind: 'success_ratio' | 'error_ratio' | 'latency',
      before: number,
      after: number,
    ) => ({
      id: `${service}/${kind}`,
      service,
      kind,
      points: [
        [0, before],
        [900, after],
      ] as const,
    });
    const one = (...all: ReturnType<typeof series>[]): Case => ({
      id: 'c',
      askedAt: 2_000_000,
      alert: { service: 'a', startedAt: 1_000_000, periodSeconds: 200 },
      deploys: [],
      series: all,
    });
    const both = new Set(['a', 'b']);
    expect(ownMetricService(one(series('a', 'success_ratio', 100, 80), series('b', 'latency', 1, 2)), both)).toBe('a');
    expect(ownMetricService(one(series('a', 'error_ratio', 0, 1), series('b', 'latency', 1, 9)), both)).toBe('b');
    expect(ownMetricService(one(), both)).toBeUndefined();
  });

  test('words: identifiers whole and in parts, rarer ones weigh more', () => {
    expect(wordsOf('readTimeout max_pool')).toEqual(['readtimeout', 'read', 'timeout', 'max_pool', 'max', 'pool']);
    const ranking = new WordRanking(['a pool', 'a timeout', 'a cart']);
    expect(ranking.rarity('pool')).toBeGreaterThan(ranking.rarity('a'));
    expect(ranking.score(new Set(['pool']), 'a pool')).toBeGreaterThan(0);
    expect(ranking.score(new Set(['pool']), 'a cart')).toBe(0);
  });
});

describe('a scored set', () => {
  const incidents = goldenIncidents();
  const culprits = new Map([
    ['step', truth({ deploy: 'd2', commit: null })],
    ['canary', truth({ deploy: 'd2', commit: null })],
    ['flag-flip', truth(null)],
  ]);
  const answers = incidents.map((incident) => answerOf(incident, investigate(incident)));
  const { sets, unknown } = scoreCases(incidents, answers, culprits);

  test('only what the truth knows is scored, beside every rule that applies', () => {
    expect(unknown).toHaveLength(incidents.length - 3);
    expect(sets).toHaveLength(1);
    expect(sets[0]?.score).toMatchObject({
      cases: 3,
      hitRate1: { hits: 2, of: 2 },
      falseAccusations: { hits: 0, of: 1 },
      auc: 1,
      onsetWithin5: { hits: 2 },
    });
    expect(sets[0]?.baselines.map(({ name }) => name)).toContain('latest deploy');
    expect(sets[0]?.score.coverage.map(({ accuracy }) => accuracy)).toEqual([1, 1, 1]);
  });

  test('as lines, and as a page that needs nothing else', () => {
    const [set] = sets;
    if (set === undefined) throw new Error('one set was scored');
    const lines = scoreLines(set);
    expect(lines[0]).toBe('golden: 3 cases');
    expect(lines[1]).toContain('2/2 = 1.00');
    const page = scorePage([set], 'a <title>');
    expect(page).toContain('<h1>a &lt;title&gt;</h1>');
    expect(page).not.toMatch(/<script|https?:\/\//);
    expect(page.match(/<svg/g)).toHaveLength(2);
  });
});
