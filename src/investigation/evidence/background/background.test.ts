import { describe, expect, test } from '@jest/globals';
import { shopSeries, step, TROUBLE } from '../../../../test/support/cases/shop-series.ts';
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
    expect(history(caseOf([], { alerts: [earlier(55)] }))).toEqual({ episodes: 1, hours: 1, ofService: true });
  });

  test('listed alerts of another environment do not count', () => {
    const place = (environment: string) => ({ service: 'cart', environment, startedAt: TROUBLE - 20 * MINUTE_MS });
    const { alert } = caseOf([]);
    const alerts = [place('staging'), place('production')];
    expect(history(caseOf([], { alert: { ...alert, environment: 'production' }, alerts })).episodes).toBe(1);
    expect(history(caseOf([], { alerts })).episodes).toBe(2);
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

  test('nor its edges: all that it alone calls do', () => {
    const edge = (from: string, to: string) => ({ from, to });
    const topology = [edge('cart', 'payments'), edge('cart', 'stock'), edge('cart', 'mail'), edge('bank', 'mail')];
    const at = (...series: CaseSeries[]) => {
      const theCase = caseOf(series, { topology });
      const graph = callGraph(theCase);
      return surgeFromOutside(trafficRises(theCase, graph, TROUBLE), graph, 'cart');
    };
    expect(at(requests('payments', 300, 900), requests('stock', 300, 600))?.service).toBe('stock');
    expect(at(requests('payments', 300, 900), requests('stock', 300))).toBeNull();
    expect(at(requests('mail', 300, 900))).toBeNull();
  });

  test('where no call is known, and the alerting service counts none, all have to rise', () => {
    const at = (...series: CaseSeries[]) => {
      const theCase = caseOf(series, { topology: [] });
      const graph = callGraph(theCase);
      return surgeFromOutside(trafficRises(theCase, graph, TROUBLE), graph, 'cart');
    };
    expect(at(requests('web', 300, 900), requests('stock', 300, 600))?.service).toBe('stock');
    expect(at(requests('web', 300, 900), requests('stock', 300))).toBeNull();
  });

  test('on calls, where the one that is called counts none itself', () => {
    const call = { ...requests('cart', 100, 900), id: 'call', peer: 'db' };
    expect([...found(call).rises.keys()]).toEqual(['db']);
    expect(found(call, requests('db', 100)).rises.get('db')?.factor).toBe(1);
  });

  test('of two series of one service the one that rose by more counts', () => {
    const { rises } = found(requests('cart', 100), { ...requests('cart', 1000, 3000), id: 'b' });
    expect(rises.get('cart')?.factor).toBeGreaterThan(2.5);
  });
});

describe('by hand', () => {
  const ONSET = 60 * MINUTE_MS;
  const ALERT = {
    service: 'cart',
    series: 's',
    startedAt: ONSET,
    threshold: 40,
    periodSeconds: 60,
    periods: 2,
  } as const;
  /** A value for each of the minutes before the onset and the ten after it. */
  function minutes(at: (minute: number) => number, more: Partial<CaseSeries> = {}): CaseSeries {
    const points = Array.from({ length: 70 }, (_, minute) => [minute * 60, at(minute)] as const);
    return { id: 's', service: 'cart', kind: 'errors', stepSeconds: 60, points, ...more };
  }
  function episodes(at: (minute: number) => number, more: Partial<Case> = {}) {
    const theCase = caseOf([minutes(at)], { alert: ALERT, askedAt: ONSET + 10 * MINUTE_MS, ...more });
    return alertHistory(theCase, ONSET, callGraph(theCase)).episodes;
  }
  const bad =
    (...which: number[]) =>
    (minute: number) =>
      which.includes(minute) ? 90 : 3;

  test('a run as long as the rule wants is one, a longer one too, a shorter one none', () => {
    expect(episodes(bad(10, 11))).toBe(1);
    expect(episodes(bad(10, 11, 12, 13))).toBe(1);
    expect(episodes(bad(10, 12))).toBe(0);
    expect(episodes(bad(10), { alert: { ...ALERT, periodSeconds: 1, periods: 1 } })).toBe(1);
  });

  test('up to the onset, its last minute with it', () => {
    expect(episodes(bad(58, 59))).toBe(1);
    expect(episodes(bad(59, 60))).toBe(0);
  });

  test('at the threshold itself it is not broken', () => {
    expect(episodes((minute) => (minute < 5 ? 40 : 3))).toBe(0);
    expect(episodes((minute) => (minute < 5 ? 3 : 40), { alert: { ...ALERT, comparison: 'below' } })).toBe(1);
    const half = (minute: number) => (minute % 4 < 2 ? 90 : 3);
    expect(episodes(half)).toBe(0);
    expect(episodes((minute) => (minute < 2 ? 3 : half(minute)))).toBe(14);
  });

  test('only of the series that the alert names, with a threshold', () => {
    const { series: _, ...unnamed } = ALERT;
    const { threshold: __, ...unbounded } = ALERT;
    expect(episodes(bad(10, 11), { alert: unnamed })).toBe(0);
    expect(episodes(bad(10, 11), { alert: unbounded })).toBe(0);
  });

  test('a deploy explains what began from its start to 12 minutes and the rule’s length after it', () => {
    const deployedAt = (startedAt: number) =>
      episodes(bad(20, 21), { deploys: [{ id: 'd', service: 'cart', startedAt: startedAt * MINUTE_MS }] });
    expect(deployedAt(22)).toBeCloseTo(1 / 3, 9);
    expect(deployedAt(22.1)).toBe(1);
    expect(deployedAt(8)).toBeCloseTo(1 / 3, 9);
    expect(deployedAt(7.9)).toBe(1);
  });

  test('listed alerts before the onset itself', () => {
    const listed = (startedAt: number) => episodes(bad(), { alerts: [{ service: 'cart', startedAt }] });
    expect(listed(ONSET - 1)).toBe(1);
    expect(listed(ONSET)).toBe(0);
    const { alerts: _, ...without } = caseOf([], { alert: ALERT });
    expect(alertHistory(without, ONSET, callGraph(without))).toEqual({ episodes: 0, hours: 0 });
  });

  function rises(...all: CaseSeries[]) {
    const theCase = caseOf(all, { askedAt: ONSET + 10 * MINUTE_MS });
    const graph = callGraph(theCase);
    const found = trafficRises(theCase, graph, ONSET);
    return { found, surge: surgeFromOutside(found, graph, 'cart') };
  }
  function requests(service: string, usual: number, since: number, more: Partial<CaseSeries> = {}): CaseSeries {
    return minutes((minute) => (minute < 60 ? usual : since), {
      id: `${service}/r`,
      service,
      kind: 'requests',
      ...more,
    });
  }

  test('how many times more, one request added to both', () => {
    expect(rises(requests('cart', 99, 199)).found.get('cart')).toEqual({
      service: 'cart',
      factor: 2,
      from: 'outside',
      familiar: false,
    });
    expect(rises(requests('cart', 999, 1299)).surge).toMatchObject({ factor: 1.3 });
    expect(rises(requests('cart', 999, 1298)).surge).toBeNull();
    expect(rises(requests('cart', 99, 130)).surge).toBeNull();
    expect(rises(requests('cart', 99, 134)).surge).toMatchObject({ factor: 1.35 });
    expect(rises(requests('cart', 0, 1)).found.get('cart')?.factor).toBe(1);
    expect(rises(requests('cart', 3, 9)).found.get('cart')?.factor).toBe(1);
    expect(rises(requests('cart', 3, 12)).found.get('cart')?.factor).toBe(13 / 4);
  });

  test('as many as came before, for three minutes and half an hour ago, are familiar', () => {
    const peak = (from: number, to: number, level: number) => {
      const at = (minute: number) => (minute >= 60 ? 199 : minute >= from && minute < to ? level : 99);
      return rises(minutes(at, { id: 'r', service: 'cart', kind: 'requests' })).surge?.familiar;
    };
    expect(peak(0, 0, 0)).toBe(false);
    expect(peak(10, 13, 190)).toBe(true);
    expect(peak(10, 12, 190)).toBe(false);
    expect(peak(10, 13, 188)).toBe(false);
    expect(peak(27, 30, 190)).toBe(true);
    expect(peak(28, 31, 190)).toBe(false);
  });

  test('half of what came on top must have come through the edges, counted by the minute', () => {
    const from = (...edges: CaseSeries[]) => rises(requests('cart', 100, 300), ...edges).found.get('cart')?.from;
    expect(from(requests('web', 100, 200))).toBe('outside');
    expect(from(requests('web', 100, 199))).toBe('inside');
    expect(from(requests('web', 100, 150), requests('partner', 100, 150))).toBe('outside');
    const halves = requests('web', 50, 100);
    const points = Array.from({ length: 140 }, (_, index) => [index * 30, index < 120 ? 50 : 100] as const);
    expect(from({ ...halves, stepSeconds: 30, points })).toBe('outside');
    expect(from(requests('payments', 100, 900))).toBe('outside');
  });

  test('series of other kinds and versions are no requests of the service', () => {
    expect(rises(requests('cart', 100, 900, { kind: 'errors' })).found.size).toBe(0);
    expect(rises(requests('cart', 100, 900, { version: '2' })).found.size).toBe(0);
    const { series: _, ...bare } = caseOf([]);
    expect(trafficRises(bare, callGraph(bare), ONSET).size).toBe(0);
  });

  test('of two series of one service the one that rose by more counts, in either order', () => {
    const pair = [requests('cart', 99, 199, { id: 'a' }), requests('cart', 999, 1999, { id: 'b' })];
    expect(rises(...pair).found.get('cart')?.factor).toBe(2);
    const small = [requests('cart', 99, 299, { id: 'a' }), requests('cart', 9, 99, { id: 'b' })];
    expect(rises(...small).found.get('cart')?.factor).toBe(3);
    expect(rises(...small.reverse()).found.get('cart')?.factor).toBe(3);
  });
});
