import { describe, expect, test } from '@jest/globals';
import { caseOf, given, ONSET, PLAIN, told } from '../../../test/support/cases/weighed-case.ts';
import type { CaseSeries } from '../case.ts';
import { lagDensity, peakDensity } from '../evidence/timing/lag-density.ts';
import { plainText, sentence } from '../sentence.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../time.ts';
import { nearness, placeClues, placeTerm } from './place-term.ts';
import { spanWords } from './span-words.ts';
import { timingTerm } from './timing-term.ts';

test.each([
  [-5, '0 s'],
  [40_400, '40 s'],
  [MINUTE_MS, '1 min'],
  [59.4 * MINUTE_MS, '59 min'],
  [HOUR_MS, '1 h'],
  [2 * HOUR_MS + 5.9 * MINUTE_MS, '2 h 5 min'],
  [2 * DAY_MS - 1, '47 h 59 min'],
  [2 * DAY_MS, '2 d'],
  [3 * DAY_MS + 4.9 * HOUR_MS, '3 d 4 h'],
])('%d ms is %s', (ms, words) => {
  expect(spanWords(ms)).toBe(words);
});

describe('timing', () => {
  const shares = {
    rollout: PLAIN.lagRollout,
    fast: PLAIN.lagFast,
    soon: PLAIN.lagSoon,
    later: PLAIN.lagLater,
    late: PLAIN.lagLate,
    fastMinutes: PLAIN.fastMinutes,
    soonMinutes: PLAIN.soonMinutes,
  };
  const at = (minutes: number) => ONSET + minutes * MINUTE_MS;
  const rolled = (from: number, live: number, more = {}) =>
    timingTerm(given(caseOf()), { from: at(from), live: at(live), began: 'the rollout began', ...more });

  test('the density of the lag over where the onset may be, told against any moment of six hours', () => {
    const density = lagDensity({ from: at(-5), live: at(-3) }, at(-1), at(1), shares);
    const { log, clues } = rolled(-5, -3);
    expect(log).toBeCloseTo(Math.log(density), 9);
    expect(told(clues)).toEqual([`timing ${Math.log(density * 360).toFixed(3)}: live 3 min before the problem began`]);
  });

  test('over several stretches by their mass', () => {
    const two = given(caseOf());
    const stretches = [
      { from: at(-4), to: at(-2), mass: 0.25 },
      { from: at(-1), to: at(1), mass: 0.75 },
    ];
    const moment = { from: at(-5), live: at(-3), began: 'the rollout began' } as const;
    const density =
      0.25 * lagDensity(moment, at(-4), at(-2), shares) + 0.75 * lagDensity(moment, at(-1), at(1), shares);
    const { log } = timingTerm({ ...two, onset: { ...two.onset, stretches } }, moment);
    expect(log).toBeCloseTo(Math.log(density), 9);
  });

  test.each([
    [-5, 4, {}, 'the rollout began 5 min before the problem began and still ran then'],
    [-5, -1, { until: at(-1) }, 'the rollout began 5 min before the problem began and failed'],
    [-5, -5, { began: 'it was changed' }, 'it was changed 5 min before the problem began'],
    [0.5, 3, {}, 'the rollout began at about the time at which the problem began'],
    [4, 5, {}, 'the rollout began 4 min after the problem began'],
    [0, 0, {}, 'live 0 s before the problem began'],
    [1, 1, { began: 'it was changed' }, 'it was changed 0 s before the problem began'],
  ])('from %d, live at %d', (from, live, more, words) => {
    const [clue] = rolled(from, live, more).clues;
    expect(plainText(clue?.says ?? [])).toBe(words);
  });

  test('what began afterwards keeps a floor for clocks, halved each minute and a half, and no less than a thousandth', () => {
    const floor = peakDensity(shares) * 0.02;
    expect(rolled(1.01, 2).log).toBeCloseTo(Math.log(floor * 2 ** (-0.01 / 1.5)), 6);
    expect(rolled(4, 5).log).toBeCloseTo(Math.log(floor / 4), 9);
    expect(rolled(90, 91).log).toBeCloseTo(Math.log(floor / 1000), 9);
    expect(rolled(-9_000, -8_999).log).toBeCloseTo(Math.log(floor / 1000), 9);
  });

  test('a schedule that ran lifts it, and says so; of that and a climb the stronger tells', () => {
    const run = { commit: 'a', expression: '0 3 * * *', at: at(-2) };
    const moment = { from: at(-200), live: at(-199), began: 'the rollout began' } as const;
    const plain = timingTerm(given(caseOf()), moment).log;
    const ran = timingTerm(given(caseOf()), moment, { run });
    expect(ran.log).toBeCloseTo(Math.log(PLAIN.scheduledRun), 9);
    expect(told(ran.clues)[1]).toBe(
      `scheduled-run ${(Math.log(PLAIN.scheduledRun) - plain).toFixed(3)}: it brought the schedule 0 3 * * *, which ran 2 min before the problem began`,
    );
    const series: CaseSeries = { id: 'cart/heap', service: 'cart', points: [] };
    const burn = { series, from: 1, to: 2, rise: 9, began: at(-200), full: false };
    const both = timingTerm(given(caseOf()), moment, { burn, run });
    expect(both.clues.map(({ clue }) => clue)).toEqual(['timing', 'slow-burn']);
    const fresh = { from: at(-3), live: at(-2), began: 'the rollout began' } as const;
    const faint = given(caseOf(), {}, { ...PLAIN, scheduledRun: 1e-9 });
    expect(timingTerm(faint, fresh, { run }).log).toBeCloseTo(timingTerm(faint, fresh).log, 9);
  });

  test('the first time since the deploy that its service did what it does again and again', () => {
    const moment = { from: at(-50), live: at(-49), began: 'the rollout began' } as const;
    const plain = timingTerm(given(caseOf()), moment).log;
    const words = (seconds: number) => {
      const first = {
        template: 'digest run begins',
        everyMs: 2 * HOUR_MS,
        at: ONSET + seconds * 1_000,
        previous: at(-120),
      };
      return told(timingTerm(given(caseOf()), moment, { first }).clues)[1];
    };
    const weight = (Math.log(PLAIN.firstRun) - plain).toFixed(3);
    const says = `first-run ${weight}: it logs digest run begins every 2 h, and the first time since this deploy was`;
    expect(words(-60)).toBe(`${says} 1 min before the problem began`);
    expect(words(30)).toBe(`${says} when the problem began`);
  });

  test('a metric that climbed ever since lifts it, and says so', () => {
    const series: CaseSeries = { id: 'cart/heap', service: 'cart', points: [] };
    const burn = { series, from: 1, to: 2, rise: 9, began: at(-200), full: false };
    const moment = { from: at(-200), live: at(-199), began: 'the rollout began' } as const;
    const plain = timingTerm(given(caseOf()), moment).log;
    const burnt = timingTerm(given(caseOf()), moment, { burn });
    expect(burnt.log).toBeCloseTo(Math.log(0.5), 9);
    expect(told(burnt.clues)[1]).toBe(
      `slow-burn ${(Math.log(0.5) - plain).toFixed(3)}: cart/heap has climbed steadily from 1 to 2 since then and had not before`,
    );
    const faint = given(caseOf(), {}, { ...PLAIN, slowBurn: 1e-9 });
    expect(timingTerm(faint, moment, { burn }).log).toBeCloseTo(plain, 9);
    const full = timingTerm(given(caseOf()), moment, { burn: { ...burn, from: 2, to: 1, full: true } });
    expect(full.log).toBeCloseTo(Math.log(0.75), 9);
    expect(told(full.clues)[1]).toBe(
      `slow-burn ${(Math.log(0.75) - plain).toFixed(3)}: cart/heap had fallen steadily from 2 to 1 since then, not before, and came to a stop at about the time of the problem: a limit`,
    );
  });
});

describe('place', () => {
  const odds: readonly [string, number, string][] = [
    // It fails itself, or burdens one of the two that it calls.
    ['cart', 0.8 + 0.2 * 0.8, 'it went to cart, which is alerting'],
    ['payments', 0.8 * 0.8 + 0.2 * 0.64 + 0.05, 'cart calls payments'],
    ['bank', 0.64, 'cart depends on bank, 2 calls away'],
    ['web', 0.2, 'web calls cart and could only burden it'],
    ['search', 0.2 * 0.8 + 0.05, 'search and cart both depend on payments, which it could burden'],
    ['billing', 0.2 * 0.8 + 0.05, 'billing and cart both depend on orders-queue, which it could burden'],
    ['newsletter', 0.04, 'newsletter has no known call path to cart'],
    ['brochure', 0.3, 'it went to brochure; how that relates to cart is not known'],
  ];

  test('what a service is seen to have filled counts like what fails, and tells of no burden', () => {
    const flat = given(caseOf(), {
      traffic: new Map([['cart', { service: 'cart', factor: 1, from: 'inside', familiar: false }]]),
    });
    expect(nearness(flat, 'web', 'cart')).toBeCloseTo(0.8, 9);
    expect(placeTerm(flat, 'web', 'cart')).toBeCloseTo(Math.log(0.8), 9);
    expect(nearness(flat, 'search', 'payments')).toBeCloseTo(0.8 * 0.8 + 0.05, 9);
    // That the cart stands still at the onset does not count against having filled it.
    const moves = new Map([['cart', { travels: null, stays: -5, strongest: null }]]);
    const still = given(caseOf(), { moves });
    const without = given(caseOf(), { moves: new Map() });
    expect(placeTerm(still, 'web', 'cart')).toBeGreaterThan(placeTerm(still, 'web') + Math.log(0.8 / 0.2) + 0.5);
    expect(placeTerm(without, 'web', 'cart')).toBeCloseTo(Math.log(0.8), 9);
    // It fails itself all the same, if more seldom.
    expect(nearness(flat, 'cart', 'payments')).toBeCloseTo(0.2 + 0.8 * 0.8, 9);
    expect(nearness(flat, 'web', 'payments')).toBeCloseTo(0.2, 9);
    expect(told(placeClues(flat, 'web', 'cart'))).toEqual([
      'topology -0.223: web uses cart, which has changed since its deploy',
    ]);
  });

  test.each(odds)('%s, where nothing was measured', (service, near, says) => {
    const bare = given(caseOf());
    expect(nearness(bare, service)).toBeCloseTo(near, 9);
    expect(placeTerm(bare, service)).toBeCloseTo(Math.log(near), 9);
    expect(told(placeClues(bare, service))).toEqual([`topology ${Math.log(near).toFixed(3)}: ${says}`]);
  });

  test('without a graph', () => {
    const blind = given(caseOf({ topology: [] }));
    expect(nearness(blind, 'payments')).toBe(0.3);
    expect(told(placeClues(blind, 'payments'))).toEqual([
      `topology ${Math.log(0.3).toFixed(3)}: it went to payments; how that relates to cart is not known`,
    ]);
  });

  test('who calls both hands on what the alerting one cannot read', () => {
    const topology = [
      { from: 'claims', to: 'tokens' },
      { from: 'claims', to: 'cart' },
    ];
    const logs = { services: new Map(), noChange: [], signatures: [], unreadable: true, beside: null };
    const [place] = placeClues(given(caseOf({ topology }), { logs }), 'tokens');
    expect(plainText(place?.says ?? [])).toBe(
      'claims calls both tokens and cart, and what it hands on may be what cart cannot take',
    );
  });

  test('what a service’s own logs weigh is halved and quoted', () => {
    const services = new Map([['payments', { weight: 0.9, says: sentence`its logs hold new lines` }]]);
    const logs = { services, noChange: [], signatures: [], unreadable: false, beside: null };
    const with_ = given(caseOf(), { logs });
    expect(placeTerm(with_, 'payments')).toBeCloseTo(Math.log(nearness(with_, 'payments')) + 0.45, 9);
    expect(told(placeClues(with_, 'payments'))[1]).toBe('logs 0.450: its logs hold new lines');
    expect(placeTerm(with_, 'bank')).toBeCloseTo(Math.log(0.64), 9);
  });

  test.each([
    ['latency', 0.5, 'the extra latency of bank itself would account for 50 % of what cart sees'],
    ['errors', 1, 'the extra errors of bank itself would account for 100 % of what cart sees'],
    ['errors', 9.99, 'the extra errors of bank itself would account for 999 % of what cart sees'],
    ['errors', 12, 'the extra errors of bank itself would account for far more than all of what cart sees'],
  ] as const)('a share of the harm: %s %d', (harmKind, share, says) => {
    const with_ = given(caseOf(), { harm: new Map([['bank', share]]), harmKind });
    const weight = placeTerm(with_, 'bank') - Math.log(0.64);
    expect(told(placeClues(with_, 'bank'))[1]).toBe(`harm-share ${weight.toFixed(3)}: ${says}`);
  });

  test('harm travels to those who call only', () => {
    const with_ = given(caseOf(), { harm: new Map([['web', 1]]) });
    expect(placeTerm(with_, 'newsletter')).toBeCloseTo(Math.log(0.04), 9);
    expect(told(placeClues(with_, 'newsletter'))).toHaveLength(1);
    const above = given(caseOf(), { harm: new Map([['web', 1]]) });
    expect(told(placeClues(above, 'web')).join()).not.toContain('harm-share');
  });

  test('a caller that sends more burdens what it calls, by the doubling and no more than the cap', () => {
    const rise = (factor: number, from: 'inside' | 'outside') =>
      given(caseOf(), { traffic: new Map([['cart', { service: 'cart', factor, from, familiar: false }]]) });
    const plain = placeTerm(given(caseOf()), 'web');
    expect(placeTerm(rise(2, 'inside'), 'web')).toBeCloseTo(plain + 1.5, 9);
    expect(placeTerm(rise(64, 'inside'), 'web')).toBeCloseTo(plain + 3, 9);
    expect(placeTerm(rise(2, 'outside'), 'web')).toBeCloseTo(plain, 9);
    expect(placeTerm(rise(1, 'inside'), 'web')).toBeCloseTo(plain + Math.log(0.4), 9);
    expect(placeTerm(rise(1, 'outside'), 'web')).toBeCloseTo(plain + Math.log(0.4), 9);
    expect(told(placeClues(rise(2, 'inside'), 'web'))[1]).toBe(
      'burden 1.500: requests to cart rose to 2.0 times while those from outside did not: a caller sends more',
    );
    expect(told(placeClues(rise(1, 'inside'), 'web'))[1]).toBe(
      'burden -0.916: requests to cart did not rise: only heavier ones could burden it',
    );
    expect(told(placeClues(rise(2, 'outside'), 'web'))).toHaveLength(1);
  });

  test('a burden from further away must be seen on the way', () => {
    const topology = [
      { from: 'portal', to: 'web' },
      { from: 'web', to: 'cart' },
    ];
    const rise = (service: string, factor: number) =>
      [service, { service, factor, from: 'inside', familiar: false }] as const;
    const from = (...rises: ReturnType<typeof rise>[]) => given(caseOf({ topology }), { traffic: new Map(rises) });
    const plain = Math.log(0.2 * 0.8);
    expect(placeTerm(from(), 'portal')).toBeCloseTo(plain, 9);
    expect(placeTerm(from(rise('cart', 2)), 'portal')).toBeCloseTo(plain + 1.5, 9);
    expect(placeTerm(from(rise('cart', 2), rise('web', 2)), 'portal')).toBeCloseTo(plain + 1.5, 9);
    const stopped = from(rise('cart', 2), rise('web', 1));
    expect(placeTerm(stopped, 'portal')).toBeCloseTo(plain + Math.log(0.4), 9);
    expect(told(placeClues(stopped, 'portal'))).toEqual([
      `topology ${plain.toFixed(3)}: portal calls cart through web and could only burden it`,
      'burden -0.916: requests to web did not rise: only heavier ones could burden it',
    ]);
    expect(told(placeClues(from(rise('cart', 1)), 'portal'))[1]).toContain('requests to cart did not rise');
  });

  test('who burdens the alerting service moves what belongs to it too; where that is further away it tells nothing', () => {
    const moved = new Map([['web-cache', { travels: 3, stays: null, strongest: null }]]);
    const more = (service: string) => ({ moves: moved, parts: new Map([[service, ['web-cache']]]) });
    const seen = (service: string, parts: object) => placeTerm(given(caseOf(), parts), service);
    const { travelsSelf, travelsOther, location } = PLAIN;
    const odds = (share: number) => Math.log(share * Math.exp(3) + 1 - share);
    expect(seen('web', more('web')) - seen('web', { moves: moved })).toBeCloseTo(
      location * (odds(travelsSelf) - odds(travelsOther)),
      9,
    );
    expect(seen('search', more('search'))).toBeCloseTo(seen('search', { moves: moved }), 9);
    expect(seen('cart', more('cart'))).toBeCloseTo(seen('cart', { moves: moved }), 9);
  });

  test('of what the alerting service complains by name is told', () => {
    const heard = given(caseOf(), { heard: new Set(['newsletter']) });
    expect(nearness(heard, 'newsletter')).toBe(PLAIN.heard);
    expect(told(placeClues(heard, 'newsletter'))[0]).toContain('cart complains of something that newsletter brought');
  });

  test('metrics are told beside the topology, against an origin in any service', () => {
    const strongest = null;
    const moves = new Map([
      ['bank', { travels: 3, stays: null, strongest }],
      ['cart', { travels: -1, stays: null, strongest }],
    ]);
    const with_ = given(caseOf(), { moves });
    const [, own] = placeClues(with_, 'bank');
    expect(own?.clue).toBe('own-metrics');
    expect(own?.weight).toBeCloseTo(with_.origin('bank') - with_.anywhere, 9);
    expect(plainText(own?.says ?? [])).toBe('no metrics of bank itself; judged by those around it');
    expect(placeTerm(with_, 'bank')).toBeCloseTo(Math.log(0.64) + with_.origin('bank'), 9);
  });
});
