import { describe, expect, test } from '@jest/globals';
import { caseOf, deploy, given, ONSET, PLAIN, told } from '../../../test/support/cases/weighed-case.ts';
import type { ChangeCandidate, DeployCandidate } from '../candidates/list-candidates.ts';
import type { Case, CaseDeploy } from '../case.ts';
import { sentence } from '../sentence.ts';
import { MINUTE_MS } from '../time.ts';
import { commitTerms } from './commit-term.ts';
import { type Measurements, measureCase } from './measure-case.ts';
import { placeTerm } from './place-term.ts';
import { scoreChange } from './score-change.ts';
import { scoreDeploy } from './score-deploy.ts';
import { timingTerm } from './timing-term.ts';
import { failureRate } from './weighed.ts';
import type { Weights } from './weights.ts';

describe('a deploy', () => {
  const clues = (one: CaseDeploy, more: Partial<Measurements> = {}, theCase: Partial<Case> = {}) => {
    const all = given(caseOf({ deploys: [one], ...theCase }), more);
    const [candidate] = all.candidates.deploys as [DeployCandidate];
    const { log, clues: found } = scoreDeploy(all, candidate);
    const rest = log - Math.log(0.1) - timingTerm(all, { ...candidate, began: 'the rollout began' }).log;
    return {
      kinds: told(found).filter((line) => !/^(timing|topology)/.test(line)),
      factor: Math.exp(rest - placeTerm(all, one.service)),
    };
  };

  test.each<[string, Partial<CaseDeploy>, number, string[]]>([
    ['a plain one', {}, 1, []],
    ['a redeploy', { kind: 'redeploy' }, 0.25, ['kind -1.386: it deployed code that was live already']],
    ['a rollback', { kind: 'rollback' }, 1, []],
    ['configuration', { kind: 'config' }, 1, []],
    ['a failed one', { outcome: 'failure' }, 0.1, ['veto -2.303: the rollout failed, so its code was never live']],
    [
      'one elsewhere',
      { environment: 'staging' },
      0.01,
      ['veto -4.605: it went to another environment than the alert is from'],
    ],
  ])('%s', (_, more, factor, kinds) => {
    const alert = { service: 'cart', environment: 'production', startedAt: ONSET + 3 * MINUTE_MS };
    const found = clues(deploy('d', 3, more), {}, { alert });
    expect(found.kinds).toEqual(kinds);
    expect(found.factor).toBeCloseTo(factor, 9);
  });

  test('one that was rolled back, and the first that was ever seen', () => {
    const other = deploy('e', 30, { kind: 'rollback' });
    expect(clues(deploy('d', 60), {}, { deploys: [deploy('d', 60), other] }).kinds).toEqual([
      'veto -2.996: it was rolled back before the onset',
    ]);
    const ranged = deploy('e', 30, { service: 'web', previousSha: 'a' });
    expect(clues(deploy('d', 3), {}, { deploys: [deploy('d', 3), ranged] }).kinds).toEqual([
      'first-seen -1.204: it is the first deploy of cart that is known, so what it changed is not',
    ]);
  });

  test('what has another level since its rollout, unless something climbs since then, which says more', () => {
    const series = { id: 'cart/connections', service: 'cart', points: [] };
    const steps = new Map([['d', { series, from: 8, to: 40, factor: 1.6 }]]);
    const found = clues(deploy('d', 60), { steps });
    expect(found.kinds).toEqual([
      'lasting-step 1.609: cart/connections went from 8 to 40 with its rollout and stayed there until the problem began',
    ]);
    expect(found.factor).toBeCloseTo(5, 9);
    const burns = new Map([['d', { series, from: 8, to: 40, rise: 9, began: ONSET - 60 * MINUTE_MS, full: true }]]);
    expect(clues(deploy('d', 60), { steps, burns }).kinds.join()).not.toContain('lasting-step');
  });

  test('trouble that has come and gone', () => {
    const found = clues(deploy('d', 30), { spent: new Map([['d', { at: ONSET - 24.6 * MINUTE_MS }]]) });
    expect(found.kinds).toEqual([
      'spent -0.916: cart had trouble right after it, 25 min before the onset, and that was over',
    ]);
    expect(found.factor).toBeCloseTo(0.4, 9);
  });

  test.each([
    [
      'latency',
      2,
      2,
      'canary 2.000: the latency of the new version became 3.5 times that of the old one: v2 against v1 at the same minutes',
    ],
    [
      'errors',
      9,
      4,
      'canary 4.000: the share of errors of the new version became 3.5 times that of the old one: v2 against v1 at the same minutes',
    ],
    [
      'errors',
      -1,
      -1,
      'canary -1.000: the share of errors of the new version became 3.5 times that of the old one: v2 against v1 at the same minutes',
    ],
  ] as const)('the new version beside the old one: %s %d', (kind, evidence, nats, says) => {
    const one = deploy('d', 3, { versions: { new: 'v2', old: 'v1' } });
    const found = clues(one, { contrasts: new Map([['d', { kind, factor: 3.5, evidence }]]) });
    expect(found.kinds).toEqual([says]);
    expect(Math.log(found.factor)).toBeCloseTo(nats, 9);
  });

  test('the rate at which changes fail is the team’s own within reason', () => {
    const rate = (changeFailureRate?: number) =>
      failureRate(given(caseOf(changeFailureRate === undefined ? {} : { priors: { changeFailureRate } })));
    expect([rate(), rate(0.15), rate(0.9), rate(0)]).toEqual([0.1, 0.15, 0.2, 0.02]);
  });
});

test('a change outside every deploy: half a deploy, and a tenth where its service is not known', () => {
  const at = ONSET - 2 * MINUTE_MS;
  const all = given(caseOf({ changes: [{ at, service: 'bank' }, { at }] }));
  const timing = timingTerm(all, { from: at, live: at, began: 'it was changed' }).log;
  const [placed, unplaced] = all.candidates.changes.map((candidate) => scoreChange(all, candidate));
  expect(placed?.log).toBeCloseTo(Math.log(0.1 * 0.5) + timing + Math.log(0.64), 9);
  expect(unplaced?.log).toBeCloseTo(Math.log(0.1 * 0.5) + timing + Math.log(0.1), 9);
  expect(told(placed?.clues ?? [])[1]).toBe('topology -0.446: cart depends on bank, 2 calls away');
  expect(told(unplaced?.clues ?? [])[1]).toBe('topology -2.303: which service it touches is not known');
  expect(told(unplaced?.clues ?? [])[0]).toContain('it was changed 2 min before the problem began');
});

test('the title of a change counts as the words of a commit do, and no more', () => {
  const at = ONSET - 2 * MINUTE_MS;
  const title = 'total decimal rounding voucher sums basket invoice ledger currency refund';
  const theCase = caseOf({ changes: [{ at, service: 'bank' }], alert: { service: 'cart', startedAt: ONSET, title } });
  const logOf = (logWeight?: number) => {
    const clues = [{ clue: 'said-in-message', weight: 1, says: sentence`it says so` }];
    const changeTitles = new Map(logWeight === undefined ? [] : [[0, { logWeight, beforehand: 0, clues }]]);
    const all = given(theCase, { changeTitles });
    return scoreChange(all, all.candidates.changes[0] as ChangeCandidate);
  };
  const bare = logOf().log;
  const { changeTitle, innocentTitle, commitCap } = PLAIN;
  expect(logOf(2).log).toBeCloseTo(bare + changeTitle * 2 - innocentTitle, 9);
  expect(logOf(0).log).toBeCloseTo(bare - innocentTitle, 9);
  expect(logOf(99).log).toBeCloseTo(bare + commitCap, 9);
  expect(told(logOf(2).clues).at(-1)).toBe('said-in-message 1.000: it says so');
});

describe('commits', () => {
  const evidence = (logWeight: number, reason?: string) => ({
    logWeight,
    beforehand: 0,
    clues: reason === undefined ? [] : [{ clue: 'x', weight: 1, says: sentence`${reason}` }],
  });
  const WORDS = 'total decimal rounding voucher sums basket invoice ledger currency refund';
  function terms(
    deploys: readonly CaseDeploy[],
    commits: Record<string, ReturnType<typeof evidence>>,
    {
      weights = PLAIN,
      title = WORDS,
      vanished = new Map(),
      logs,
    }: { weights?: Weights; title?: string; vanished?: Measurements['vanished']; logs?: Case['logs'] } = {},
  ) {
    const theCase = caseOf({
      deploys,
      alert: { service: 'cart', startedAt: ONSET, title },
      ...(logs === undefined ? {} : { logs }),
      commits: Object.keys(commits).map((sha) => ({ sha, message: `Title of ${sha}\nbody` })),
    });
    const measured = { ...measureCase(theCase), commits: new Map(Object.entries(commits)), vanished };
    return commitTerms(measured, weights);
  }
  const one = (commits: string[]) => deploy('d', 3, { commits });

  test('the mean of what they fit, less what innocent ones do, and their number', () => {
    const found = terms([one(['a', 'b', 'c', 'e'])], {
      a: evidence(4, 'why'),
      b: evidence(0),
      c: evidence(0),
      e: evidence(0),
    });
    const fits = Math.log((Math.exp(2) + 3) / 4) - 0.5;
    expect(found.get('d')?.log).toBeCloseTo(fits, 9);
    expect([...(found.get('d')?.shares ?? [])]).toEqual([
      ['a', 8],
      ['b', 0],
      ['c', 0],
      ['e', 0],
    ]);
    expect(told(found.get('d')?.clues ?? [])).toEqual([
      `commits ${fits.toFixed(3)}: of its 4 commits Title of a fits best`,
    ]);
  });

  test('where nothing is told, nothing is held against them', () => {
    expect(
      terms(
        [one(['a', 'b', 'c', 'e', 'a'])],
        { a: evidence(0), b: evidence(0), c: evidence(0), e: evidence(0) },
        { title: '' },
      ).get('d')?.log,
    ).toBeCloseTo(0, 9);
  });

  test('one alone, and none that fits', () => {
    const says = (logWeight: number) => told(terms([one(['a'])], { a: evidence(logWeight) }).get('d')?.clues ?? []);
    expect(says(2)[0]).toBe('commits 0.500: its commit Title of a fits the failure');
    expect(says(0)[0]).toBe('commits -0.500: its commit fits the failure no better than commits that did no harm');
    const cut = terms([{ ...one(['a']), truncated: true }], { a: evidence(2) }).get('d');
    expect(told(cut?.clues ?? [])[0]).toBe('commits 0.500: of its 1 or more commits Title of a fits best');
    const two = terms([one(['a', 'b'])], { a: evidence(0), b: evidence(0) });
    expect(told(two.get('d')?.clues ?? [])[0]).toBe(
      'commits -0.500: its 2 commits fit the failure no better than commits that did no harm',
    );
  });

  test('a commit of a kind that seldom breaks anything neither thins out what the others fit nor makes the deploy large', () => {
    const harmless = { ...evidence(-40), beforehand: -40 };
    const alone = terms([one(['a'])], { a: evidence(4) }).get('d');
    const beside = terms([one(['a', 'b', 'c', 'e', 'f'])], {
      a: evidence(4),
      b: harmless,
      c: harmless,
      e: harmless,
      f: harmless,
    }).get('d');
    expect(beside?.log).toBeCloseTo(alone?.log ?? Number.NaN, 9);
    expect(told(beside?.clues ?? [])[1]).toContain('most of its 5 commits are of a kind that seldom breaks anything');
    const risky = { ...evidence(3), beforehand: 3 };
    expect(told(terms([one(['a'])], { a: risky }).get('d')?.clues ?? [])).toContain(
      `deploy-size ${(0.5 * (3 - Math.log(4))).toFixed(3)}: it brought a single commit of a kind that often breaks something`,
    );
    const half = { ...evidence(Math.log(0.5)), beforehand: Math.log(0.5) };
    const found = terms([one(['a', 'b'])], { a: evidence(4), b: half }).get('d');
    expect(found?.log).toBeCloseTo(Math.log((Math.exp(2) + 0.5) / 1.5) - 0.5 + 0.5 * Math.log(1.5 / 4), 9);
  });

  test('words tell more of services that are not the alerting one: what fails there is in all that is committed to it', () => {
    const at = (service: string) => terms([deploy('d', 3, { commits: ['a'], service })], { a: evidence(2) }).get('d');
    expect(told(at('cart')?.clues ?? [])[0]).toContain(`commits ${(0.5 * 2 - 0.5).toFixed(3)}: `);
    expect(told(at('bank')?.clues ?? [])[0]).toContain(`commits ${(1 * 2 - 0.6).toFixed(3)}: `);
  });

  test('those of which nothing is known are left out, and one without a title is named by its SHA', () => {
    expect(terms([one(['x'])], {}).get('d')).toEqual({ log: 0, shares: new Map(), clues: [] });
    const theCase = caseOf({ deploys: [one(['a'])], commits: [{ sha: 'a' }] });
    const measured = { ...measureCase(theCase), commits: new Map([['a', evidence(2)]]) };
    expect(told(commitTerms(measured, PLAIN).get('d')?.clues ?? [])[0]).toContain('its commit a');
  });

  test('the best deploy gets the cap, the others keep their distance, short beyond the cap, and say so', () => {
    const found = terms([one(['a']), deploy('o', 5, { commits: ['b'] })], { a: evidence(20), b: evidence(4) });
    expect(told(found.get('d')?.clues ?? [])[0]).toBe('commits 3.000: its commit Title of a fits the failure');
    expect(told(found.get('o')?.clues ?? [])[0]).toBe(
      'commits -0.450: its commits fit the failure far less than those of another deploy',
    );
    const near = terms([one(['a']), deploy('o', 5, { commits: ['b'] })], { a: evidence(20), b: evidence(15) });
    expect(told(near.get('o')?.clues ?? [])[0]).toBe('commits 2.250: its commit Title of b fits the failure');
  });

  test.each([
    ['began after the onset', { startedAt: ONSET + 5 * MINUTE_MS, liveAt: ONSET + 6 * MINUTE_MS }],
    ['failed', { outcome: 'failure' as const }],
  ])('one that %s holds no other down, and gets no more than the cap', (_, more) => {
    const late = deploy('d', 3, { commits: ['a'], ...more });
    const found = terms([late, deploy('o', 5, { commits: ['b'] })], { a: evidence(20), b: evidence(4) });
    expect(told(found.get('o')?.clues ?? [])[0]).toBe('commits 1.500: its commit Title of b fits the failure');
    expect(told(found.get('d')?.clues ?? [])[0]).toBe('commits 3.000: its commit Title of a fits the failure');
  });

  test('a rollback is told by what it took away', () => {
    const vanished = new Map([
      [
        'd',
        { logWeight: 3, beforehand: 0, clues: [{ clue: 'vanished-fix', weight: 3, says: sentence`it took it away` }] },
      ],
    ]);
    const found = terms([deploy('d', 3, { kind: 'rollback' })], {}, { vanished }).get('d');
    expect(found?.log).toBeCloseTo(1, 9);
    expect(found?.shares.size).toBe(0);
    expect(told(found?.clues ?? [])).toEqual(['commits 1.000: it took it away']);
    const silent = new Map([['d', { logWeight: 3, beforehand: 0, clues: [] }]]);
    expect(terms([deploy('d', 3, { kind: 'rollback' })], {}, { vanished: silent }).get('d')?.clues).toEqual([]);
    const poor = new Map([['d', { logWeight: 0, beforehand: 0, clues: vanished.get('d')?.clues ?? [] }]]);
    expect(told(terms([deploy('d', 3, { kind: 'rollback' })], {}, { vanished: poor }).get('d')?.clues ?? [])).toEqual([
      'commits -0.500: what it took away fits the failure no better than commits that did no harm',
    ]);
  });
});
