import { describe, expect, test } from '@jest/globals';
import { shopSeries, step, TROUBLE } from '../../../../test/support/cases/shop-series.ts';
import type { CaseDeploy, CaseSeries } from '../../case.ts';
import { MINUTE_MS } from '../../time.ts';
import { disturbance } from '../location/series-move.ts';
import { versionContrast } from './version-contrast.ts';

const DEPLOY: CaseDeploy = {
  id: 'd',
  service: 'cart',
  startedAt: TROUBLE - 20 * MINUTE_MS,
  versions: { new: '2', old: '1' },
};

function part(version: string, kind: NonNullable<CaseSeries['kind']>, usual: number, bad = usual): CaseSeries {
  return shopSeries('cart', kind, step(usual, bad), { id: `cart/${kind}/${version}`, version });
}

function contrast(...series: CaseSeries[]) {
  return versionContrast(series, DEPLOY, TROUBLE, TROUBLE + 10 * MINUTE_MS);
}

describe('two versions at the same minutes', () => {
  const requests = [part('1', 'requests', 900), part('2', 'requests', 100)];

  test('only the new one fails: its share of errors rose beside the old one’s', () => {
    const found = contrast(part('1', 'errors', 5), part('2', 'errors', 1, 40), ...requests);
    expect(found?.kind).toBe('errors');
    expect(found?.factor).toBeGreaterThan(10);
    expect(found?.evidence).toBeGreaterThan(3);
  });

  test('both suffer alike: the new one is cleared', () => {
    const found = contrast(part('1', 'latency', 0.1, 0.8), part('2', 'latency', 0.1, 0.8));
    expect(found?.factor).toBeCloseTo(1, 0);
    expect(found?.evidence).toBeLessThan(-1);
  });

  test('what the two always differed by is taken off', () => {
    const slower = contrast(part('1', 'latency', 0.1), part('2', 'latency', 0.2));
    expect(slower?.factor).toBeCloseTo(1, 0);
    const ratio = contrast(part('1', 'error_ratio', 0.001), part('2', 'error_ratio', 0.001, 0.08));
    expect(ratio?.evidence).toBeGreaterThan(4);
  });

  test('a new version without a past is compared as it is', () => {
    const fresh = part('2', 'latency', 0.5);
    const since = { ...fresh, points: fresh.points.slice(-9) };
    expect(contrast(part('1', 'latency', 0.1), since)?.factor).toBeCloseTo(5, 0);
  });

  test('a version that is written as zero before it runs is compared from its first request on', () => {
    const idle = (one: CaseSeries): CaseSeries => ({
      ...one,
      points: one.points.map(([at, value]) => [at, at * 1000 < TROUBLE ? 0 : value] as const),
    });
    const errors = contrast(
      part('1', 'errors', 5),
      idle(part('2', 'errors', 1, 40)),
      part('1', 'requests', 900),
      idle(part('2', 'requests', 100)),
    );
    expect(errors?.factor).toBeGreaterThan(50);
    expect(errors?.evidence).toBeGreaterThan(3);
    expect(contrast(part('1', 'latency', 0.1), idle(part('2', 'latency', 0.5)))?.factor).toBeCloseTo(5, 0);
  });

  test('one version, the same version, errors without requests or too few minutes say nothing', () => {
    expect(contrast(part('1', 'latency', 0.1))).toBeNull();
    expect(contrast(part('1', 'errors', 5), part('2', 'errors', 1, 40))).toBeNull();
    const pair = [part('1', 'latency', 0.1), part('2', 'latency', 0.1)];
    expect(versionContrast(pair, { ...DEPLOY, versions: { new: '2' } }, TROUBLE, TROUBLE)).toBeNull();
    expect(versionContrast(pair, { ...DEPLOY, versions: { new: '2', old: '2' } }, TROUBLE, TROUBLE)).toBeNull();
    expect(versionContrast(pair, DEPLOY, TROUBLE + 9.5 * MINUTE_MS, TROUBLE + 10 * MINUTE_MS)).toBeNull();
  });
});

describe('by hand', () => {
  const MINUTES = 20;
  const ONSET = MINUTES * MINUTE_MS;
  type Kind = NonNullable<CaseSeries['kind']>;
  function flat(version: string | undefined, kind: Kind, usual: number, since: number, more: Partial<CaseSeries> = {}) {
    const points = Array.from({ length: 24 }, (_, minute) => [minute * 60, minute < MINUTES ? usual : since] as const);
    const of = version === undefined ? {} : { version };
    return { id: `${kind}/${version}`, service: 'cart', kind, stepSeconds: 60, points, ...of, ...more };
  }
  const told = (...series: CaseSeries[]) => {
    const found = versionContrast(series, DEPLOY, ONSET, ONSET + 4 * MINUTE_MS);
    return found === null ? null : { ...found, evidence: Number(found.evidence.toFixed(6)) };
  };
  const worth = (score: number) => Number(disturbance(score).toFixed(6));
  const old = flat('1', 'latency', 0.1, 0.1);

  test('the change of the new over the old, in tenths, doubled by four minutes', () => {
    const found = told(old, flat('2', 'latency', 0.2, 0.25));
    expect(found?.kind).toBe('latency');
    expect(found?.factor).toBeCloseTo(1.25, 9);
    expect(found?.evidence).toBe(worth((Math.log(1.25) / 0.1) * 2));
    expect(told(flat('2', 'latency', 0.2, 0.25), old)?.factor).toBeCloseTo(1.25, 9);
  });

  test('errors for each request, with half an error and one request added', () => {
    const requests = [flat('1', 'requests', 99, 99), flat('2', 'requests', 9, 9)];
    const found = told(flat('1', 'errors', 1, 1), flat('2', 'errors', 1, 2), ...requests);
    expect(found?.kind).toBe('errors');
    expect(found?.factor).toBeCloseTo(2.5 / 1.5, 9);
    const silent = { ...flat('2', 'errors', 1, 2), points: flat('2', 'errors', 1, 2).points.slice(-4) };
    expect(told(flat('1', 'errors', 1, 1), silent, ...requests)?.factor).toBeCloseTo(2.5 / 0.5, 9);
    const busy = [flat('1', 'requests', 99, 99), flat('2', 'requests', 9, 19)];
    expect(told(flat('1', 'errors', 1, 1), flat('2', 'errors', 1, 2), ...busy)?.factor).toBeCloseTo(2.5 / 1.5 / 2, 9);
  });

  test('shares of errors, to a ten-thousandth', () => {
    const found = told(flat('1', 'error_ratio', 0, 0), flat('2', 'error_ratio', 0.001, 0.002));
    expect(found?.kind).toBe('errors');
    expect(found?.factor).toBeCloseTo(2, 9);
    expect(told(flat('1', 'error_ratio', 0, 0), flat('2', 'error_ratio', 0, 1e-3))?.factor).toBeCloseTo(10, 9);
  });

  test('of several measures the one that says most is told', () => {
    const ratio = [flat('1', 'error_ratio', 0.01, 0.01), flat('2', 'error_ratio', 0.01, 0.012)];
    const latency = (bad: number) => [old, flat('2', 'latency', 0.1, bad)];
    expect(told(...ratio, ...latency(0.13))?.kind).toBe('latency');
    expect(told(...ratio, ...latency(0.11))?.kind).toBe('errors');
    expect(told(...ratio, ...latency(0.12))?.kind).toBe('latency');
  });

  test('fewer than five minutes before count as none: then the scatter is that of the minutes since', () => {
    const from = (list: CaseSeries, minutes: number) => ({ ...list, points: list.points.slice(MINUTES - minutes) });
    const fresh = flat('2', 'latency', 0.2, 0.25);
    expect(told(old, from(fresh, 4))?.factor).toBeCloseTo(2.5, 9);
    expect(told(old, from(fresh, 5))?.factor).toBeCloseTo(1.25, 9);
    const wild = { ...fresh, points: [0.2, 0.2, 0.4, 0.8].map((v, i) => [(MINUTES + i) * 60, v] as const) };
    const middle = (Math.log(2) + Math.log(4)) / 2;
    const scatter = 1.4826 * (Math.log(2) / 2);
    expect(told(old, wild)?.factor).toBeCloseTo(Math.exp(middle), 9);
    expect(told(old, wild)?.evidence).toBe(worth((middle / scatter) * 2));
    const restless = {
      ...fresh,
      points: fresh.points.map(([at, v], i) => [at, i < MINUTES && i % 2 === 0 ? 0.4 : v] as const),
    };
    const usual = (Math.log(2) + Math.log(4)) / 2;
    expect(told(old, restless)?.evidence).toBe(worth(((Math.log(2.5) - usual) / (1.4826 * (Math.log(2) / 2))) * 2));
  });

  test('two minutes since are enough, one is not, and more than four count as four', () => {
    const fresh = flat('2', 'latency', 0.1, 0.13);
    const until = (minutes: number) => {
      const found = versionContrast([old, fresh], DEPLOY, ONSET, ONSET + minutes * MINUTE_MS);
      return found === null ? null : Number(found.evidence.toFixed(6));
    };
    const score = Math.log(1.3) / 0.1;
    expect(until(1)).toBeNull();
    expect(until(2)).toBe(worth(score * Math.SQRT2));
    const late = versionContrast([old, fresh], DEPLOY, ONSET - 4 * MINUTE_MS, ONSET + 4 * MINUTE_MS);
    expect(late?.factor).toBeCloseTo(Math.sqrt(1.3), 9);
    expect(late?.evidence).toBeCloseTo(disturbance(score), 9);
  });

  test('only this service’s own series, of both versions, at minutes that both have', () => {
    const fresh = flat('2', 'latency', 0.1, 0.2);
    expect(told(old, { ...fresh, service: 'web' })).toBeNull();
    expect(told(old, { ...fresh, peer: 'db' })).toBeNull();
    expect(told({ ...old, service: 'web' }, fresh)).toBeNull();
    expect(told(old, flat(undefined, 'latency', 0.1, 0.2))).toBeNull();
    expect(told(fresh)).toBeNull();
    const gap = { ...old, points: old.points.filter((_, minute) => minute % 2 === 0) };
    expect(told(gap, fresh)?.evidence).toBe(worth((Math.log(2) / 0.1) * Math.SQRT2));
    const series = [flat(undefined, 'latency', 0.1, 0.1), fresh];
    const bare = (versions: CaseDeploy['versions']) =>
      versionContrast(
        series,
        { ...DEPLOY, ...(versions === undefined ? {} : { versions }) },
        ONSET,
        ONSET + 4 * MINUTE_MS,
      );
    expect(bare({ new: '2' })).toBeNull();
    expect(bare({ old: '2' })).toBeNull();
    expect(bare({ old: '2', new: '2' })).toBeNull();
    const { versions: _, ...unversioned } = DEPLOY;
    expect(versionContrast(series, unversioned, ONSET, ONSET + 4 * MINUTE_MS)).toBeNull();
  });
});
