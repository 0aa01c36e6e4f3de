import { expect, test } from '@jest/globals';
import type { Case, CaseSeries, SeriesKind } from '../../case.ts';
import { MINUTE_MS } from '../../time.ts';
import { callGraph } from './call-graph.ts';
import { harmShares, shareEvidence } from './harm-share.ts';

const FROM = 30 * MINUTE_MS;

/** Thirty minutes at one level, then ten at another. */
function one(
  service: string,
  kind: SeriesKind,
  usual: number,
  since: number,
  more: Partial<CaseSeries> = {},
  stepSeconds = 60,
): CaseSeries {
  const points = Array.from({ length: 2400 / stepSeconds }, (_, index) => {
    const at = index * stepSeconds;
    return [at, at * 1000 < FROM ? usual : since] as const;
  });
  return { id: `${service}/${kind}`, service, kind, stepSeconds, points, ...more };
}

function shares(watched: CaseSeries | null, ...others: CaseSeries[]): Record<string, number> {
  const series = watched === null ? others : [watched, ...others];
  const theCase: Case = {
    id: 'c',
    askedAt: FROM + 10 * MINUTE_MS,
    alert: { service: 'web', startedAt: FROM },
    deploys: [],
    series,
  };
  const found = [...harmShares(theCase, watched, FROM)];
  return Object.fromEntries(found.map(([service, share]) => [service, Number(share.toFixed(6))]));
}

const SLOW = one('web', 'latency', 1, 3);
const FAILING = one('web', 'errors', 0, 100);

test('extra seconds of a request over those of the alerting service', () => {
  expect(shares(SLOW, one('db', 'latency', 1, 2))).toEqual({ db: 0.5 });
  expect(shares(SLOW, one('db', 'latency', 1, 1001, { unit: 'ms' }))).toEqual({ db: 0.5 });
  expect(shares(SLOW, one('db', 'latency', 1, 1001, { unit: 'Milliseconds' }))).toEqual({ db: 0.5 });
  expect(shares(SLOW, one('db', 'latency', 1, 1e6 + 1, { unit: 'µs' }))).toEqual({ db: 0.5 });
  expect(shares(SLOW, one('db', 'latency', 1, 1e9 + 1, { unit: 'ns' }))).toEqual({ db: 0.5 });
  expect(shares(SLOW, one('db', 'latency', 1, 2, { unit: 'items' }))).toEqual({ db: 0.5 });
  expect(shares(SLOW, one('db', 'latency', 2, 1))).toEqual({ db: 0 });
});

test('of several series of a service the one of most harm counts', () => {
  const pair = [one('db', 'latency', 1, 2, { id: 'a' }), one('db', 'latency', 1, 1.5, { id: 'b' })];
  expect(shares(SLOW, ...pair)).toEqual({ db: 0.5 });
  expect(shares(SLOW, ...pair.reverse())).toEqual({ db: 0.5 });
});

test('rates are weighted with the requests a minute where both are known', () => {
  const slow = one('db', 'latency', 1, 2);
  const asked = (service: string, since: number, more = {}) => one(service, 'requests', 7, since, more);
  expect(shares(SLOW, slow, asked('web', 100), asked('db', 50))).toEqual({ db: 0.25 });
  expect(shares(SLOW, slow, asked('web', 100), one('db', 'requests', 7, 25, {}, 30))).toEqual({ db: 0.25 });
  expect(shares(SLOW, slow, asked('web', 100), asked('db', 30), asked('db', 20, { id: 'b' }))).toEqual({ db: 0.25 });
  expect(shares(SLOW, slow, asked('web', 100), asked('db', 50, { peer: 'x' }))).toEqual({ db: 0.5 });
  expect(shares(SLOW, slow, asked('web', 100), asked('db', 50, { version: '2' }))).toEqual({ db: 0.5 });
  expect(shares(SLOW, slow, asked('db', 50))).toEqual({ db: 0.5 });
  expect(shares(SLOW, slow, asked('web', 0), asked('db', 50))).toEqual({ db: 0.5 });
  const past = one('db', 'requests', 9, 9);
  expect(shares(SLOW, slow, asked('web', 100), { ...past, points: past.points.slice(0, 30) })).toEqual({ db: 0.5 });
});

test('what callers feel on an edge is the callee’s own, whole', () => {
  const felt = one('web', 'latency', 1, 2, { peer: 'db', id: 'edge', statistic: 'p50' });
  const requests = [one('web', 'requests', 7, 100), one('db', 'requests', 7, 50)];
  expect(shares({ ...SLOW, statistic: 'p99' }, felt, ...requests)).toEqual({ db: 0.5 });
});

test('another statistic is not compared, one in other letters and one unnamed are', () => {
  const watched = { ...SLOW, statistic: 'p99' };
  expect(shares(watched, one('db', 'latency', 1, 2, { statistic: 'p50' }))).toEqual({});
  expect(shares(watched, one('db', 'latency', 1, 2, { statistic: 'P99' }))).toEqual({ db: 0.5 });
  expect(shares(watched, one('db', 'latency', 1, 2))).toEqual({ db: 0.5 });
  expect(shares(SLOW, one('db', 'latency', 1, 2, { statistic: 'p50' }))).toEqual({ db: 0.5 });
});

test('only other services, of all versions, with a series of the same kind', () => {
  expect(shares(SLOW, one('db', 'errors', 0, 50), one('cart', 'saturation', 1, 9))).toEqual({});
  expect(shares(SLOW, one('db', 'latency', 1, 2, { version: '2' }))).toEqual({});
  expect(shares(SLOW, one('web', 'latency', 1, 2, { id: 'own' }))).toEqual({});
  expect(shares(SLOW, one('db', 'latency', 1, 2, { points: [] }))).toEqual({});
  expect(shares(one('web', 'saturation', 1, 9), one('db', 'saturation', 1, 9))).toEqual({});
  expect(shares(null, one('db', 'latency', 1, 2))).toEqual({});
  expect(shares(one('web', 'latency', 1, 1), one('db', 'latency', 1, 2))).toEqual({});
});

test('errors a minute against errors a minute, whatever the step', () => {
  expect(shares(FAILING, one('db', 'errors', 0, 50))).toEqual({ db: 0.5 });
  expect(shares(FAILING, one('db', 'errors', 0, 25, {}, 30))).toEqual({ db: 0.5 });
  const requests = [one('web', 'requests', 7, 100), one('db', 'requests', 7, 50)];
  expect(shares(FAILING, one('db', 'errors', 0, 50), ...requests)).toEqual({ db: 0.5 });
});

test('shares of bad answers against each other, in percent or not, and upside down', () => {
  const watched = one('web', 'error_ratio', 0.1, 0.5);
  expect(shares(watched, one('db', 'error_ratio', 0.1, 0.3))).toEqual({ db: 0.5 });
  expect(shares(watched, one('db', 'success_ratio', 0.9, 0.7))).toEqual({ db: 0.5 });
  expect(shares(watched, one('db', 'error_ratio', 0.1, 1.5))).toEqual({ db: 3.5 });
  expect(shares(watched, one('db', 'error_ratio', 0.1, 1.3, { unit: 'percent' }))).toEqual({ db: 0.03 });
  expect(shares(watched, one('db', 'error_ratio', 0.1, 1.3, { unit: '%' }))).toEqual({ db: 0.03 });
  expect(shares(watched, one('db', 'error_ratio', 1, 21))).toEqual({ db: 0.5 });
  expect(shares(watched, one('db', 'success_ratio', 21, 1))).toEqual({ db: 0.5 });
});

test('counts of errors are compared with shares of them only where the requests are known', () => {
  const watched = one('web', 'error_ratio', 0.1, 0.5);
  expect(shares(watched, one('db', 'errors', 0, 50))).toEqual({});
  expect(shares(FAILING, one('db', 'error_ratio', 0.1, 0.5))).toEqual({});
  const requests = [one('web', 'requests', 7, 100), one('db', 'requests', 7, 50)];
  expect(shares(FAILING, one('db', 'error_ratio', 0.1, 0.6), ...requests)).toEqual({ db: 0.005 });
  expect(shares(watched, one('db', 'error_ratio', 0.1, 0.5), ...requests)).toEqual({ db: 0.5 });
});

test('the evidence of a share: two normal densities on its logarithm, here against elsewhere', () => {
  const here = 0.6 / 0.5 + (0.4 / 2.5) * Math.exp(-(0.8 ** 2) / 2);
  const elsewhere = 0.03 + (0.97 / 2) * Math.exp(-(2.5 ** 2) / 2);
  expect(shareEvidence(1)).toBeCloseTo(Math.log(here / elsewhere), 9);
  expect(shareEvidence(0)).toBe(shareEvidence(1e-3));
  expect(shareEvidence(1e47)).toBe(shareEvidence(1e3));
  expect(Number.isFinite(shareEvidence(1e47))).toBe(true);
});

test('the graph knows nothing but the alerting service where a case tells nothing', () => {
  const bare = callGraph({ id: 'c', askedAt: 0, alert: { service: 'web', startedAt: 0 }, deploys: [] });
  expect(bare.placed).toEqual(['web']);
  expect(bare.calleesOf('web')).toEqual([]);
  expect(bare.known).toBe(false);
});
