import { describe, expect, test } from '@jest/globals';
import { caseOf, deploy, given, ONSET, PLAIN, told } from '../../../test/support/cases/weighed-case.ts';
import type { Case, CaseSeries } from '../case.ts';
import { plainText, sentence } from '../sentence.ts';
import { MINUTE_MS } from '../time.ts';
import { assemble } from './assemble.ts';
import { weighMeasurements } from './decide.ts';
import { type Measurements, measureCase } from './measure-case.ts';
import type { scoreDeploy } from './score-deploy.ts';
import { scoreHypotheses } from './score-hypotheses.ts';
import { scoreNothing } from './score-nothing.ts';

describe('no change', () => {
  const clues = (more: Partial<Measurements> = {}, theCase: Partial<Case> = {}) =>
    told(scoreNothing(given(caseOf(theCase), more)).clues);
  const BASE = 'base-rate 0.000: alerts also come without any change';
  const says = sentence`a certificate has expired`;

  test('causes outside, twice as much as the logs say, or that they name none', () => {
    const outside = {
      services: new Map(),
      noChange: [{ clue: 'certificate-expiry', weight: 1.8, says }],
      signatures: [],
      unreadable: false,
      beside: null,
    };
    expect(clues({ logs: outside })).toEqual(['certificate-expiry 3.600: a certificate has expired', BASE]);
    const none = { ...outside, noChange: [], services: new Map([['cart', { weight: 1, says }]]) };
    expect(clues({ logs: none }, { deploys: [deploy('d1', 3)] })).toEqual([
      'no-outside-cause -0.800: the new log lines name no cause outside, such as a third party, a certificate, a quota or a disk',
      BASE,
    ]);
    expect(clues()).toEqual([BASE]);
  });

  test('that they name none, only where one that they point at most was deployed', () => {
    const at = (weight: number, deploys = [deploy('d1', 3)]) => {
      const services = new Map([
        ['cart', { weight, says }],
        ['search', { weight: 1, says }],
      ]);
      const logs = { services, noChange: [], signatures: [], unreadable: false, beside: null };
      return clues({ logs }, { deploys }).length;
    };
    expect([at(1), at(0.5), at(0.49)]).toEqual([2, 2, 1]);
    expect(at(1, [])).toBe(1);
    expect(at(1, [deploy('d1', 3, { outcome: 'failure' })])).toBe(1);
  });

  test('one instance alone, more so where no deploy reaches; then the logs need not name a cause as well', () => {
    const services = new Map([['cart', { weight: 1, says }]]);
    const logs = { services, noChange: [], signatures: [], unreadable: false, beside: null };
    const alone = (beyondDeploy: boolean) =>
      clues({ logs, oneInstance: { service: 'cart', instances: ['h-1'], of: 3, beyondDeploy, says } });
    expect(alone(false)).toEqual([`one-instance ${PLAIN.oneInstance.toFixed(3)}: a certificate has expired`, BASE]);
    expect(alone(true)).toEqual([
      `one-instance ${PLAIN.oneInstanceBeyond.toFixed(3)}: a certificate has expired`,
      BASE,
    ]);
  });

  test('what ran out, which names the cause outside', () => {
    const services = new Map([['cart', { weight: 1, says }]]);
    const logs = { services, noChange: [], signatures: [], unreadable: false, beside: null };
    const series: CaseSeries = { id: 'db/free', service: 'db', unit: 'GB', points: [] };
    expect(clues({ logs, ranOut: { series, from: 6.68, to: 0 } })).toEqual([
      'ran-out 2.000: in the hour before, db/free fell steadily from 6.68 to 0, and no deploy was where that began',
      BASE,
    ]);
    const full = { series: { ...series, unit: 'percent' }, from: 70, to: 100 };
    expect(clues({ ranOut: full })[0]).toContain('rose steadily from 70 % to 100 %');
  });

  test('traffic from outside, by the doubling and no more than the cap', () => {
    const surge = (factor: number, familiar = false) =>
      clues({ surge: { service: 'web', factor, from: 'outside', familiar } })[0];
    expect(surge(2)).toBe('surge 1.500: traffic from outside rose to 2.0 times at web with the onset');
    expect(surge(64)).toBe('surge 3.000: traffic from outside rose to 64.0 times at web with the onset');
    expect(surge(2, true)).toBe(
      'surge 0.300: traffic from outside rose to 2.0 times at web with the onset, but as much came before without such trouble',
    );
  });

  test.each([
    [
      5,
      1,
      /^persistence -3\.\d+: 5 of the 5 readings after the alert are about as bad as when it began: no passing blip$/,
    ],
    [
      5,
      0.2,
      /^persistence 1\.\d+: 1 of the 5 readings after the alert are as bad as when it began: it may have been a passing blip$/,
    ],
    [
      3,
      1 / 3,
      /^persistence 0\.\d+: 1 of the 3 readings after the alert are as bad as when it began: it may have been a passing blip$/,
    ],
    [
      2,
      0.5,
      /^persistence -0\.\d+: 1 of the 2 readings after the alert is about as bad as when it began: no passing blip$/,
    ],
    [1, 1, /^persistence -3\.\d+: the one reading after the alert is about as bad as when it began: no passing blip$/],
    [1, 0, /^persistence 3\.\d+: the one reading after the alert is better again: it may have been a passing blip$/],
  ])('%d readings, of which %d still as bad', (later, share, words) => {
    const [found] = clues({ persistence: { later, share, stepMs: MINUTE_MS } });
    expect(found).toMatch(words);
  });

  test('how often the rule had broken before', () => {
    expect(clues({ history: { episodes: 2.4, hours: 3.14 } })).toEqual([
      `base-rate ${Math.log(3.4).toFixed(3)}: the rule had broken 2 times in 3.1 h before without a deploy to explain it`,
    ]);
    expect(clues({ history: { episodes: 1, hours: 1, ofService: true } })).toEqual([
      `base-rate ${Math.log(2).toFixed(3)}: the service had alerted once in 1.0 h before without a deploy to explain it`,
    ]);
    expect(clues({ history: { episodes: 0.9, hours: 3 } })).toEqual([BASE]);
  });

  test('each cause outside, each alert before and each deploy near it makes it likelier; what shows trouble does not', () => {
    const log = (more: Partial<Measurements> = {}, theCase: Partial<Case> = {}) =>
      scoreNothing(given(caseOf(theCase), more)).log;
    const plain = log();
    const logs = {
      services: new Map(),
      noChange: [{ clue: 'q', weight: 1, says }],
      signatures: [],
      unreadable: false,
      beside: null,
    };
    const capped = { ...logs, noChange: [{ clue: 'q', weight: 90, says }] };
    expect(log({ logs })).toBeGreaterThan(plain + 1);
    expect(log({ logs: capped })).toBeLessThan(plain + 4);
    expect(log({ history: { episodes: 9, hours: 1 } })).toBeGreaterThan(plain);
    expect(log({}, { priors: { alertsPerWeek: 90 } })).toBeGreaterThan(plain);
    expect(log({}, { priors: { alertsPerWeek: 0 } })).toBeCloseTo(log({}, { priors: { alertsPerWeek: 1 } }), 9);
    expect(log({}, { deploys: [deploy('d', 3)] })).toBeGreaterThan(plain);
    expect(log({}, { deploys: [deploy('d', 3)] })).toBeGreaterThan(log({}, { deploys: [deploy('d', 300)] }));
    expect(log({}, { deploys: [deploy('d', -60)] })).toBeCloseTo(plain, 9);
    expect(log({}, { deploys: [deploy('d', 3, { outcome: 'failure' })] })).toBeCloseTo(plain, 9);
    const later = (share: number) => log({ persistence: { later: 5, share, stepMs: MINUTE_MS } });
    expect(later(0)).toBeGreaterThan(later(1));
  });
});

describe('the verdict', () => {
  test('one temperature where several services are measured, others where commits are known too or nothing else is', () => {
    const measured = measureCase(caseOf());
    const move = { travels: 1, stays: null, strongest: null };
    expect(scoreHypotheses(measured, PLAIN).temperature).toBe(1);
    expect(scoreHypotheses({ ...measured, moves: new Map([['a', move]]) }, PLAIN).temperature).toBe(1);
    const two = new Map([
      ['a', move],
      ['b', move],
    ]);
    expect(scoreHypotheses({ ...measured, moves: two }, PLAIN).temperature).toBe(2);
    const commits = new Map([['a', { logWeight: 0, beforehand: 0, clues: [] }]]);
    expect(scoreHypotheses({ ...measured, moves: two, commits }, PLAIN).temperature).toBe(3);
    expect(scoreHypotheses({ ...measured, commits }, PLAIN).temperature).toBe(1);
  });

  const scored = (log: number, id: string, more: Partial<ReturnType<typeof scoreDeploy>> = {}) => ({
    of: { kind: 'deploy', deploy: deploy(id, 3), service: 'cart', from: 0, live: 0, firstSeen: false } as const,
    log,
    commitLogs: new Map<string, number>(),
    clues: [{ clue: 'timing', weight: log + 1, says: sentence`of ${id}` }],
    ...more,
  });
  const change = (index: number, log: number) => ({
    of: { kind: 'change', index, change: { at: 0 }, service: null, from: 0, live: 0 } as const,
    log,
    clues: [{ clue: 'timing', weight: 1, says: sentence`change ${index}` }],
  });
  const { onset } = given(caseOf());
  const nothing = { of: null, log: 0, clues: [] };
  const gaps = [{ what: sentence`logs`, why: sentence`no reader` }];

  test('probabilities by the softmax at a temperature, most probable first, evidence numbered as it is ranked', () => {
    const scores = {
      deploys: [scored(0, 'b'), scored(0, 'a'), scored(2 * Math.log(4), 'z')],
      changes: [change(0, 0), change(1, 2 * Math.log(2))],
      nothing,
      commits: new Map(),
      temperature: 2,
    };
    const verdict = assemble(caseOf(), onset, scores, PLAIN, gaps);
    expect(
      verdict.suspects.map((one) => [
        one.deploy,
        one.commit,
        Number(one.probability.toFixed(6)),
        one.evidence.map(({ id }) => id),
      ]),
    ).toEqual([
      ['z', null, 0.4, ['E1']],
      ['a', null, 0.1, ['E2']],
      ['b', null, 0.1, ['E3']],
    ]);
    expect(
      verdict.otherChanges.map((one) => [one.change, Number(one.probability.toFixed(6)), one.evidence[0]?.id]),
    ).toEqual([
      [1, 0.2, 'E4'],
      [0, 0.1, 'E5'],
    ]);
    expect(verdict.nothing.probability).toBeCloseTo(0.1, 9);
    expect(verdict.nothing.evidence.map(({ id, clue, weight, says }) => [id, clue, weight, plainText(says)])).toEqual([
      ['E6', 'base-rate', 0, 'alerts also come without any change'],
    ]);
    expect(verdict.band).toBe('none');
    expect(verdict.onset).toEqual({ at: ONSET, from: ONSET - MINUTE_MS, to: ONSET + MINUTE_MS, source: 'series' });
    expect(verdict.notChecked).toBe(gaps);
  });

  test('changes as likely keep the order of the case, and their share counts as no deploy', () => {
    const scores = {
      deploys: [scored(0, 'a')],
      changes: [change(0, 0), change(1, 0)],
      nothing,
      commits: new Map(),
      temperature: 1,
    };
    const verdict = assemble(caseOf(), onset, scores, PLAIN, []);
    expect(verdict.otherChanges.map(({ change: index }) => index)).toEqual([0, 1]);
    expect(verdict.band).toBe('none');
  });

  test('a deploy is split between its commits by their shares, and each tells its own reasons too', () => {
    const commitLogs = new Map([
      ['c2', 0],
      ['c1', 0],
      ['c3', Math.log(2)],
    ]);
    const commits = new Map([
      ['c3', { logWeight: 1, beforehand: 0, clues: [{ clue: 'age', weight: 1, says: sentence`young` }] }],
    ]);
    const scores = {
      deploys: [scored(Math.log(3), 'd', { commitLogs })],
      changes: [],
      nothing,
      commits,
      temperature: 1,
    };
    const verdict = assemble(caseOf(), onset, scores, PLAIN, []);
    expect(
      verdict.suspects.map((one) => [
        one.commit,
        Number(one.probability.toFixed(6)),
        one.evidence.map(({ clue }) => clue).join(),
      ]),
    ).toEqual([
      ['c3', 0.375, 'timing,age'],
      ['c1', 0.1875, 'timing'],
      ['c2', 0.1875, 'timing'],
    ]);
    // Of 0.75 for the deploy and 0.25 for none.
    expect(verdict.band).toBe('plausible');
  });

  test('a case that only asks which commit leaves little room, and any other thing known makes it a common one', () => {
    const scores = { deploys: [scored(-9, 'd')], changes: [], nothing, commits: new Map(), temperature: 1 };
    const bare = caseOf({ deploys: [deploy('d', 3)], commits: [{ sha: 'a' }] });
    const none = (theCase: Case) => assemble(theCase, onset, scores, PLAIN, []).nothing.probability;
    const { topology: _, ...asking } = bare;
    expect(none(asking)).toBe(0.03);
    expect(assemble(asking, onset, scores, PLAIN, []).suspects[0]?.probability).toBeCloseTo(0.97, 9);
    const known: Partial<Case>[] = [
      { series: [] },
      { logs: [] },
      { commits: [] },
      { deploys: [deploy('d', 3), deploy('e', 4)] },
      { alert: { ...asking.alert, firedAt: 1 } },
    ];
    for (const more of known) expect(none({ ...asking, ...more })).toBeGreaterThan(0.99);
    const { commits: __, ...without } = asking;
    expect(none(without)).toBeGreaterThan(0.99);
  });

  test('what could not be read is passed on', () => {
    expect(weighMeasurements(measureCase(caseOf()), PLAIN).notChecked).toEqual([]);
    expect(weighMeasurements(measureCase(caseOf()), PLAIN, gaps).notChecked).toBe(gaps);
  });
});
