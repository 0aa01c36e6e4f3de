import { describe, expect, test } from '@jest/globals';
import { shopSeries, step, TROUBLE } from '../../../../test/support/cases/shop-series.ts';
import type { Case, CaseSeries } from '../../case.ts';
import { MINUTE_MS } from '../../time.ts';
import { WEIGHTS } from '../../verdict/weights.ts';
import { callGraph } from './call-graph.ts';
import { harmShares, shareEvidence } from './harm-share.ts';
import { movesByService, originLikelihood, overallLikelihood } from './origin-likelihood.ts';
import { ownHarm } from './own-harm.ts';
import { disturbance, seriesMove } from './series-move.ts';

const ASKED = TROUBLE + 10 * MINUTE_MS;
const TOPOLOGY = [
  { from: 'web', to: 'cart' },
  { from: 'cart', to: 'payments' },
  { from: 'cart', to: 'db' },
  { from: 'reports', to: 'db' },
];

function caseOf(series: readonly CaseSeries[] = [], more: Partial<Case> = {}): Case {
  return {
    id: 'c',
    askedAt: ASKED,
    alert: { service: 'web', startedAt: TROUBLE },
    deploys: [],
    topology: TOPOLOGY,
    series,
    ...more,
  };
}

describe('the call graph', () => {
  test('distances to all callers; a cycle and a call to oneself end', () => {
    const graph = callGraph(
      caseOf([], { topology: [...TOPOLOGY, { from: 'db', to: 'web' }, { from: 'db', to: 'db' }] }),
    );
    expect([...graph.callersOf('payments')]).toEqual([
      ['payments', 0],
      ['cart', 1],
      ['web', 2],
      ['db', 3],
      ['reports', 4],
    ]);
    expect(graph.calleesOf('db')).toEqual(['web']);
  });

  test('series on call edges complete it; a service of a deploy alone has no place', () => {
    const edge = { ...shopSeries('web', 'latency', { usual: 1 }), peer: 'search' };
    const graph = callGraph(
      caseOf([edge], {
        topology: [],
        deploys: [{ id: 'd', service: 'newsletter', startedAt: 0 }],
        logs: [{ at: 0, service: 'jobs', message: '' }],
      }),
    );
    expect(graph.placed).toEqual(['jobs', 'search', 'web']);
    expect(graph.known).toBe(true);
    expect(graph.callersOf('search').get('web')).toBe(1);
    expect(callGraph(caseOf([], { topology: [] })).known).toBe(false);
  });
});

test('the own harm of a service is what its callees do not account for', () => {
  const graph = callGraph(caseOf());
  const own = (...shares: [string, number][]) => Object.fromEntries(ownHarm(new Map(shares), graph));
  expect(own(['web', 1], ['cart', 0.9], ['payments', 0.25], ['db', 0.5])).toEqual({
    web: expect.closeTo(0.1, 9),
    cart: expect.closeTo(0.4, 9),
    payments: 0.25,
    db: 0.5,
  });
  expect(own(['cart', 0.2], ['db', 0.5])).toEqual({ cart: 0, db: 0.5 });
  expect(own(['reports', 0.2], ['stranger', 0.5])).toEqual({ reports: 0.2, stranger: 0.5 });
});

describe('a series that moved', () => {
  test('scores of 0, 3, 10 and 30 are worth −1.5, 1.1, 4.6 and 6 nats', () => {
    expect([0, 3, 10, 30].map((score) => Number(disturbance(score).toFixed(1)))).toEqual([-1.5, 1.1, 4.6, 6]);
  });

  test('latency is compared on its logarithm and told in its own unit', () => {
    const move = seriesMove(shopSeries('cart', 'latency', step(0.1, 0.5)), TROUBLE, ASKED);
    expect(move?.before).toBeCloseTo(0.1, 1);
    expect((move?.before ?? 0) + (move?.move ?? 0)).toBeGreaterThan(0.45);
    expect(move).toMatchObject({ travels: true, evidence: 6 });
  });

  test('a call edge speaks of the callee; saturation stays where it is, and its fall counts less', () => {
    const edge = seriesMove({ ...shopSeries('web', 'latency', step(0.1, 0.5)), peer: 'cart' }, TROUBLE, ASKED);
    expect(edge?.service).toBe('cart');
    const rise = seriesMove(shopSeries('cart', 'saturation', step(40, 48)), TROUBLE, ASKED);
    const fall = seriesMove(shopSeries('cart', 'saturation', step(40, 32)), TROUBLE, ASKED);
    expect(rise?.travels).toBe(false);
    expect(fall?.move).toBeLessThan(0);
    expect(fall?.evidence).toBeLessThan(rise?.evidence ?? 0);
  });

  test('a better latency is no disturbance; work is no harm; no past tells nothing', () => {
    expect(seriesMove(shopSeries('cart', 'latency', step(0.5, 0.1)), TROUBLE, ASKED)?.evidence).toBe(disturbance(0));
    expect(seriesMove(shopSeries('cart', 'requests', step(10, 90)), TROUBLE, ASKED)).toBeNull();
    expect(seriesMove({ id: 's', service: 'cart', points: [] }, TROUBLE, ASKED)).toBeNull();
    expect(seriesMove(shopSeries('cart', 'errors', { usual: 3 }), ASKED, ASKED)).toBeNull();
    const percent = shopSeries('cart', 'success_ratio', { ...step(99.9, 90), scatter: 0.0005 });
    expect(seriesMove(percent, TROUBLE, ASKED)?.evidence).toBe(6);
  });
});

describe('where the trouble began', () => {
  const all = [
    shopSeries('web', 'latency', step(0.2, 1)),
    shopSeries('cart', 'latency', step(0.1, 0.9)),
    shopSeries('payments', 'latency', step(0.05, 0.8)),
    shopSeries('reports', 'errors', { usual: 3 }),
    shopSeries('payments', 'saturation', step(30, 95)),
  ];
  const moves = movesByService(
    all.flatMap((series) => seriesMove(series, TROUBLE, ASKED) ?? []),
    all[0] ?? null,
  );
  const origin = originLikelihood(callGraph(caseOf(all)), moves, WEIGHTS, 'web');

  test('the deepest disturbed service fits best; a quiet one and one outside fit worse', () => {
    expect(origin('payments')).toBeGreaterThan(origin('cart'));
    expect(origin('cart')).toBeGreaterThan(origin('reports'));
    expect(origin('payments')).toBeGreaterThan(origin(null));
    expect(origin('payments')).toBe(origin('payments'));
  });

  test('the watched series is told but weighs nothing; all quiet is less likely than all moved', () => {
    expect(moves.get('web')).toMatchObject({ travels: null, stays: null, strongest: { service: 'web' } });
    expect(overallLikelihood(moves, 0.1, 0.05)).toBeLessThan(overallLikelihood(moves, 0.3, 0.2));
  });

  test('five quantiles of one latency are not five witnesses', () => {
    const one = seriesMove(shopSeries('cart', 'latency', step(0.1, 0.9)), TROUBLE, ASKED);
    if (one === null) throw new Error('the series has a past');
    const alone = movesByService([one], null).get('cart')?.travels;
    const five = movesByService([one, one, one, one, one], null).get('cart')?.travels;
    expect(five).toBeCloseTo(alone ?? 0, 9);
  });
});

describe('the share of the harm', () => {
  test('shares of 1, 0.1 and 0.001 are worth 3.2, −0.2 and −2.6 nats', () => {
    const worth = [1, 0.1, 0.001].map((share) => Number(shareEvidence(share).toFixed(1)));
    expect(worth).toEqual([3.2, -0.2, -2.6]);
  });

  const shares = (series: readonly CaseSeries[], watched: CaseSeries): Record<string, string> =>
    Object.fromEntries(
      [...harmShares(caseOf(series), watched, TROUBLE)].map(([name, share]) => [name, share.toFixed(1)]),
    );

  test('extra seconds, whatever the unit; another statistic and another kind are not compared', () => {
    const watched = shopSeries('web', 'latency', step(0.2, 1.2), { statistic: 'p95' });
    const slow = shopSeries('cart', 'latency', step(100, 1100), { unit: 'ms', statistic: 'p95' });
    const other = shopSeries('db', 'latency', step(0.2, 9), { statistic: 'p50' });
    const errors = shopSeries('payments', 'errors', step(1, 99));
    expect(shares([watched, slow, other, errors], watched)).toEqual({ cart: '1.0' });
  });

  test('a callee that serves half of the requests accounts for half; what callers feel counts whole', () => {
    const watched = shopSeries('web', 'latency', step(0.2, 1.2));
    const requests = [shopSeries('web', 'requests', { usual: 1000 }), shopSeries('cart', 'requests', { usual: 500 })];
    const slow = shopSeries('cart', 'latency', step(0.1, 1.1));
    expect(shares([watched, slow, ...requests], watched)).toEqual({ cart: '0.5' });
    const felt = { ...shopSeries('web', 'latency', step(0.1, 1.1), { id: 'edge' }), peer: 'db' };
    expect(shares([watched, felt, ...requests], watched)).toEqual({ db: '1.0' });
  });

  test('errors against errors a minute, shares of bad answers in percent or not', () => {
    const errors = shopSeries('web', 'errors', step(2, 102));
    expect(shares([errors, shopSeries('cart', 'errors', step(1, 51))], errors)).toEqual({ cart: '0.5' });
    const ratio = shopSeries('web', 'success_ratio', { ...step(99.9, 89.9), scatter: 0.0005 }, { unit: 'percent' });
    const bad = shopSeries('cart', 'error_ratio', { ...step(0.001, 0.101), scatter: 0.01 });
    expect(shares([ratio, bad], ratio)).toEqual({ cart: '1.0' });
  });

  test('no alert on latency or errors, and none that got worse, has shares', () => {
    const memory = shopSeries('web', 'saturation', step(10, 90));
    expect(shares([memory], memory)).toEqual({});
    const better = shopSeries('web', 'latency', step(1, 0.5));
    expect(shares([better, shopSeries('cart', 'latency', step(0.1, 1))], better)).toEqual({});
    expect(harmShares(caseOf(), null, TROUBLE).size).toBe(0);
    const bare = { ...better, points: [] };
    expect(shares([bare, bare], bare)).toEqual({});
  });
});
