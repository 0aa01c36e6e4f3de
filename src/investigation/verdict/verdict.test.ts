import { describe, expect, test } from '@jest/globals';
import { golden } from '../../../test/support/cases/failing-cart.ts';
import { shareOf } from '../../../test/support/cases/read-verdict.ts';
import { answerOf } from '../answer.ts';
import { investigate } from '../investigate.ts';
import { logMeanExp, logSumExp } from '../log-sum.ts';
import { sentence } from '../sentence.ts';
import { bandOf } from './band.ts';
import { weighMeasurements } from './decide.ts';
import { measureCase } from './measure-case.ts';
import { numberClues } from './number-clues.ts';
import { noDeployProbability, type Suspect } from './verdict.ts';
import { FITTED, sourceOf, WEIGHTS, type WeightName } from './weights.ts';

describe('sums of logarithms', () => {
  test('of nothing, of huge numbers, of two alike', () => {
    expect(logSumExp([])).toBe(Number.NEGATIVE_INFINITY);
    expect(logMeanExp([])).toBe(0);
    expect(logSumExp([1000, 1000])).toBeCloseTo(1000 + Math.LN2, 9);
    expect(logMeanExp([1000, 1000])).toBeCloseTo(1000, 9);
  });
});

describe('bands', () => {
  const suspect = (deploy: string | null, commit: string | null, probability: number): Suspect => ({
    deploy,
    commit,
    probability,
    evidence: [],
  });

  test.each([
    [0.91, 0.05, 0.04, 'strong'],
    [0.91, 0.06, 0.03, 'plausible'],
    [0.5, 0.3, 0.2, 'plausible'],
    [0.49, 0.3, 0.2, 'weak'],
    [0.4, 0.2, 0.4, 'none'],
    [0, 0, 1, 'none'],
  ] as const)('%d before %d with %d for none is %s', (first, second, none, band) => {
    const suspects = [first, second].map((probability, index) => suspect(`d${index}`, null, probability));
    expect(bandOf(suspects, none)).toBe(band);
  });

  test.each([
    ['two commits that share more than nothing has', [0.35, 0.27], 0.38, 'plausible'],
    ['twenty commits of one deploy', Array(20).fill(0.0475), 0.05, 'plausible'],
    ['less than half, but more than nothing has', [0.25, 0.2], 0.4, 'weak'],
    ['no more than nothing has', [0.25, 0.25], 0.5, 'none'],
    ['one commit, and a runner-up in the same deploy', [0.9, 0.06], 0.04, 'plausible'],
    ['one commit alone', [0.9, 0.05], 0.05, 'strong'],
  ] as const)('%s: a deploy is judged by the sum of its commits', (_, shares: readonly number[], none, band) => {
    const suspects = shares.map((probability, index) => suspect('d1', `c${index}`, probability));
    expect(bandOf(suspects, none)).toBe(band);
  });

  test('commits that no deploy carries are not added up, and the first suspect need not be in the leading deploy', () => {
    const stray = [0.35, 0.27].map((probability, index) => suspect(null, `c${index}`, probability));
    expect(bandOf(stray, 0.38)).toBe('none');
    const shared = [suspect('d2', 'c9', 0.3), suspect('d1', 'c0', 0.28), suspect('d1', 'c1', 0.27)];
    expect(bandOf(shared, 0.15)).toBe('plausible');
  });
});

describe('the weight table', () => {
  test('what is fitted lies within its bounds, and every weight says where it came from', () => {
    for (const { name, low, high } of FITTED) {
      expect(WEIGHTS[name]).toBeGreaterThanOrEqual(low);
      expect(WEIGHTS[name]).toBeLessThanOrEqual(high);
    }
    for (const name of Object.keys(WEIGHTS)) expect(sourceOf(name as WeightName)).toMatch(/\w{4}/);
  });

  test('the shares of the lag and of the places of trouble add up', () => {
    const { lagRollout, lagFast, lagSoon, lagLater, lagLate, externalShare, commonShare } = WEIGHTS;
    expect(lagRollout + lagFast + lagSoon + lagLater + lagLate).toBeCloseTo(1, 9);
    expect(externalShare + commonShare).toBeLessThan(1);
  });

  test('the lower the temperature, the surer the same verdict', () => {
    const measured = measureCase(golden('step'));
    const at = (wordyTemperature: number) =>
      shareOf(weighMeasurements(measured, { ...WEIGHTS, wordyTemperature }), 'd2');
    expect(at(0.5)).toBeGreaterThan(at(1));
    expect(at(1)).toBeGreaterThan(at(2));
  });
});

describe('numbers of evidence', () => {
  const strong = { clue: 'a', weight: 2, says: sentence`a` };
  const faint = { clue: 'b', weight: 0.04, says: sentence`b` };

  test('a shared reason keeps its number; a faint one is left out unless it is the only one', () => {
    const number = numberClues();
    expect(number([strong, faint]).map(({ id }) => id)).toEqual(['E1']);
    expect(number([faint]).map(({ id }) => id)).toEqual(['E2']);
    expect(number([{ ...strong }, strong]).map(({ id }) => id)).toEqual(['E3', 'E1']);
    expect(number([])).toEqual([]);
  });

  test('they begin with the first suspect', () => {
    const verdict = investigate(golden('step'));
    expect(verdict.suspects[0]?.evidence[0]?.id).toBe('E1');
  });
});

describe('the answer that replay prints', () => {
  test('times in RFC 3339, changes outside deploys counted as no change, sentences as plain text', () => {
    const incident = golden('flag-flip');
    const verdict = investigate(incident);
    const answer = answerOf(incident, verdict);
    expect(answer.noChangeProbability).toBe(noDeployProbability(verdict));
    expect(answer.noChangeProbability).toBeGreaterThan(verdict.nothing.probability);
    expect(answer.onset.at).toMatch(/^2026-03-02T(13:59|14:0\d):\d\d(\.\d+)?Z$/);
    expect(answer.verdict).toBe('none');
    expect(answer.suspects[0]?.evidence[0]?.says).toEqual(expect.any(String));
  });
});
