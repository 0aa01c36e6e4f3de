import { describe, expect, test } from '@jest/globals';
import type { Case, CaseAlert, CaseSeries, SeriesKind } from '../../case.ts';
import { HOUR_MS, MINUTE_MS } from '../../time.ts';
import { alertExcess, alertSeries } from './alert-series.ts';

describe('the watched series', () => {
  const one = (kind: SeriesKind | undefined, more: Partial<CaseSeries> = {}): CaseSeries => {
    const points = Array.from({ length: 60 }, (_, m) => [m * 60, m < 50 ? 10 : 40] as const);
    return {
      id: `cart/${kind}`,
      service: 'cart',
      stepSeconds: 60,
      points,
      ...(kind === undefined ? {} : { kind }),
      ...more,
    };
  };
  const caseOf = (series: readonly CaseSeries[] | undefined, alert: Partial<CaseAlert> = {}): Case => ({
    id: 'c',
    askedAt: HOUR_MS,
    alert: { service: 'cart', startedAt: 52 * MINUTE_MS, periodSeconds: 60, periods: 1, ...alert },
    deploys: [],
    ...(series === undefined ? {} : { series }),
  });

  test.each([
    ['latency is high', 'latency'],
    ['too slow', 'latency'],
    ['duration', 'latency'],
    ['p99', 'latency'],
    ['p50', 'latency'],
    ['response time', 'latency'],
    ['responsetime', 'latency'],
    ['errors', 'errors'],
    ['5xx', 'errors'],
    ['failing', 'errors'],
    ['exceptions', 'errors'],
    ['bad ratio', 'error_ratio'],
    ['the rate', 'error_ratio'],
    ['percent', 'error_ratio'],
    ['9 %', 'error_ratio'],
    ['availability', 'success_ratio'],
    ['success', 'success_ratio'],
    ['cpu', 'saturation'],
    ['memory', 'saturation'],
    ['disk', 'saturation'],
  ] as const)('"%s" watches the %s', (title, kind) => {
    const all = (['error_ratio', 'errors', 'latency', 'saturation', 'success_ratio', 'other'] as const).map((of) =>
      one(of, { id: `${of === kind ? 'z' : 'a'}/${of}` }),
    );
    expect(alertSeries(caseOf(all, { title }))?.kind).toBe(kind);
  });

  test('the service’s own, of all versions, that is no work; by its name where the title tells nothing', () => {
    const wrong = [
      one('errors', { service: 'web' }),
      one('errors', { peer: 'db' }),
      one('errors', { version: '2' }),
      one('requests'),
      one('throughput'),
    ];
    for (const series of wrong) expect(alertSeries(caseOf([series]))).toBeNull();
    expect(alertSeries(caseOf(undefined))).toBeNull();
    expect(alertExcess(caseOf(undefined))).toBeNull();
    expect(alertSeries(caseOf([one('other', { id: 'b' }), one('errors', { id: 'a' })]))?.id).toBe('a');
    expect(alertSeries(caseOf([one('other', { id: 'b' }), one('errors', { id: 'a' })], { series: 'b' }))?.id).toBe('b');
  });

  test('where nothing tells, what clients feel before what a machine is short of, and of those what moved', () => {
    const still = Array.from({ length: 60 }, (_, m) => [m * 60, 10] as const);
    const own = [
      one('saturation', { id: 'a' }),
      one('latency', { id: 'b', points: still }),
      one('success_ratio', { id: 'c', points: still.map(([at]) => [at, 0.99]) }),
      one('errors', { id: 'd' }),
    ];
    expect(alertSeries(caseOf(own))?.id).toBe('d');
    expect(alertSeries(caseOf(own.slice(0, 3)))?.id).toBe('b');
    expect(alertSeries(caseOf(own.slice(0, 1)))?.id).toBe('a');
    expect(alertSeries(caseOf([...own, one('latency', { id: 'e' })], { title: 'slow' }))?.id).toBe('e');
  });

  test.each<[SeriesKind | undefined, 'above' | 'below' | undefined, number]>([
    ['errors', 'below', 1],
    ['error_ratio', 'below', 1],
    ['success_ratio', 'below', -1],
    ['latency', 'below', 1],
    ['saturation', 'below', -1],
    ['saturation', 'above', 1],
    [undefined, undefined, 1],
    [undefined, 'below', -1],
  ])('%s with a limit %s: a rise has the sign %d', (kind, comparison, sign) => {
    const share = kind === 'error_ratio' || kind === 'success_ratio';
    const points = Array.from({ length: 60 }, (_, m) => [m * 60, (m < 50 ? 10 : 40) / (share ? 100 : 1)] as const);
    const given = caseOf([one(kind, { points })], comparison === undefined ? {} : { comparison });
    expect(Math.sign(alertExcess(given)?.residual.at(-1) ?? 0)).toBe(sign);
  });

  test('five minutes before the rule began are left to settle, a quarter of a short history, none where nothing is left then', () => {
    expect(alertExcess(caseOf([one('errors')]))?.usualUntil).toBe(46);
    const short = { ...one('errors'), points: one('errors').points.slice(45) };
    expect(alertExcess(caseOf([short]))?.usualUntil).toBe(4);
    const of = (points: CaseSeries['points']) => alertExcess(caseOf([{ ...short, points }]))?.usualUntil;
    expect(of(short.points.slice(3))).toBe(2);
    expect(of(short.points.slice(4))).toBe(2);
    expect(of(short.points.slice(5))).toBeUndefined();
    const over = { ...one('errors'), points: one('errors').points.slice(0, 46) };
    expect(alertExcess(caseOf([over]))).toBeNull();
    expect(alertExcess(caseOf([{ ...one('errors'), points: one('errors').points.slice(0, 47) }]))?.usualUntil).toBe(46);
  });

  test.each<[SeriesKind]>([['errors'], ['error_ratio'], ['success_ratio']])(
    '%s has its own requests beside it',
    (kind) => {
      const asked = (more: Partial<CaseSeries> = {}) =>
        alertExcess(caseOf([one(kind), one('requests', more)]))?.exposure[0];
      expect(asked()).toBe(10);
      expect(asked({ service: 'web' })).toBeNaN();
      expect(asked({ peer: 'db' })).toBeNaN();
      expect(asked({ instance: 'i' })).toBeNaN();
      expect(asked({ version: '2' })).toBeNaN();
      expect(asked({ kind: 'throughput' })).toBeNaN();
      expect(alertExcess(caseOf([one('latency'), one('requests')]))?.exposure[0]).toBeNaN();
    },
  );
});
