import { describe, expect, test } from '@jest/globals';
import { shopSeries, step, TROUBLE } from '../../../../test/support/shop-series.ts';
import type { Case, CaseSeries } from '../../case.ts';
import { MINUTE_MS } from '../../time.ts';
import { callGraph } from '../location/call-graph.ts';
import { alertHistory, alertRate } from './alert-rate.ts';
import { surgeFromOutside, trafficRises } from './traffic-rise.ts';

function caseOf(series: readonly CaseSeries[], more: Partial<Case> = {}): Case {
  return {
    id: 'c',
    askedAt: TROUBLE + 10 * MINUTE_MS,
    alert: {
      service: 'cart',
      series: 'cart/errors',
      startedAt: TROUBLE + 3 * MINUTE_MS,
      threshold: 40,
      comparison: 'above',
      periodSeconds: 60,
      periods: 2,
    },
    deploys: [],
    topology: [
      { from: 'web', to: 'cart' },
      { from: 'partner', to: 'cart' },
      { from: 'cart', to: 'payments' },
    ],
    series,
    ...more,
  };
}

describe('how often the rule broke before', () => {
  const twice = shopSeries('cart', 'errors', {
    usual: 3,
    at: (m) => (m >= 0 || (m > -90 && m < -80) || (m > -50 && m < -45) ? 90 : 3),
  });
  const history = (theCase: Case) => alertHistory(theCase, TROUBLE, callGraph(theCase));

  test('each run over the threshold for as long as the rule wants is one', () => {
    const { episodes, hours } = history(caseOf([twice]));
    expect(episodes).toBe(2);
    expect(hours).toBeCloseTo(2, 9);
  });

  test('one that came right after a deploy counts a third, of services that matter here', () => {
    const deploy = { id: 'd', service: 'payments', startedAt: TROUBLE - 92 * MINUTE_MS };
    expect(history(caseOf([twice], { deploys: [deploy] })).episodes).toBeCloseTo(4 / 3, 9);
    expect(history(caseOf([twice], { deploys: [{ ...deploy, service: 'newsletter' }] })).episodes).toBe(2);
  });

  test('listed alerts of the service count where they tell more', () => {
    const earlier = (minutes: number) => ({ service: 'cart', startedAt: TROUBLE - minutes * MINUTE_MS });
    const listed = [earlier(55), earlier(40), earlier(20), { ...earlier(10), service: 'web' }, earlier(-1)];
    expect(history(caseOf([twice], { alerts: listed })).episodes).toBe(3);
    expect(history(caseOf([], { alerts: [] }))).toEqual({ episodes: 0, hours: 1 });
  });

  test('a threshold in another unit than the series tells nothing; below is below', () => {
    const { alert } = caseOf([]);
    expect(history(caseOf([twice], { alert: { ...alert, threshold: 0.01 } }))).toEqual({ episodes: 0, hours: 0 });
    const dips = shopSeries('cart', 'errors', { usual: 90, at: (m) => (m > -50 && m < -45 ? 3 : 90) });
    expect(history(caseOf([dips], { alert: { ...alert, comparison: 'below' } })).episodes).toBe(1);
  });

  test('the known weekly rate counts as so many hours of history: (3 / 168 × 10 + 2) / (10 + 2)', () => {
    expect(alertRate({ episodes: 2, hours: 2 }, 3, 10)).toBeCloseTo((30 / 168 + 2) / 12, 9);
  });
});

describe('more traffic', () => {
  const requests = (service: string, usual: number, bad = usual) => shopSeries(service, 'requests', step(usual, bad));
  const found = (...series: CaseSeries[]) => {
    const theCase = caseOf(series);
    const graph = callGraph(theCase);
    const rises = trafficRises(theCase, graph, TROUBLE);
    return { rises, surge: surgeFromOutside(rises, graph, 'cart') };
  };

  test('from outside: an edge got enough more, though another did not', () => {
    const { surge } = found(requests('web', 3000, 9000), requests('partner', 300), requests('cart', 1000, 3000));
    expect(surge?.factor).toBeCloseTo(3, 1);
    expect(surge?.from).toBe('outside');
  });

  test('from inside: nobody at the edge sends more', () => {
    const { rises, surge } = found(requests('web', 3000), requests('cart', 1000, 3000));
    expect(rises.get('cart')?.from).toBe('inside');
    expect(surge).toBeNull();
  });

  test('where the alerting service does not count its requests, its edges do; the smallest rise counts', () => {
    const { surge } = found(requests('web', 3000, 9000), requests('partner', 300, 600));
    expect(surge?.service).toBe('partner');
    expect(found(requests('web', 3000, 9000), requests('partner', 300)).surge).toBeNull();
    expect(found().surge).toBeNull();
  });

  test('a tenth more is no rise, and requests of one version or edge are not all', () => {
    expect(found(requests('cart', 1000, 1100)).surge).toBeNull();
    expect(found({ ...requests('cart', 10, 90), version: '2' }).rises.size).toBe(0);
    expect(found({ ...requests('cart', 10, 90), points: [] }).rises.size).toBe(0);
  });

  test('of two series of one service the one that rose by more counts', () => {
    const { rises } = found(requests('cart', 100), { ...requests('cart', 1000, 3000), id: 'b' });
    expect(rises.get('cart')?.factor).toBeGreaterThan(2.5);
  });
});
