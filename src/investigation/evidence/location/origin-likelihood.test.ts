import { describe, expect, test } from '@jest/globals';
import type { SeriesKind } from '../../case.ts';
import { callGraph } from './call-graph.ts';
import {
  movesByService,
  originLikelihood,
  overallLikelihood,
  type ServiceMoves,
  stillness,
} from './origin-likelihood.ts';
import type { SeriesMove } from './series-move.ts';

/** What twice and three times as likely is in nats: with odds of p such evidence is worth 1 + p and 1 + 2p. */
const TWICE = Math.log(2);
const THRICE = Math.log(3);

function moved(travels: number | null, stays: number | null): ServiceMoves {
  return { travels, stays, strongest: null };
}

const ODDS = {
  travelsSelf: 0.9,
  travelsCaller: 0.7,
  travelsOther: 0.1,
  staysSelf: 0.6,
  staysCaller: 0.3,
  staysOther: 0.05,
  travelsCommon: 0.4,
  staysCommon: 0.2,
  restless: 0.25,
};
const MOVES = new Map([
  ['db', moved(TWICE, THRICE)],
  ['cart', moved(TWICE, null)],
  ['web', moved(null, THRICE)],
  ['reports', moved(TWICE, null)],
]);

describe('the likelihood of all moves', () => {
  const graph = callGraph({
    id: 'c',
    askedAt: 0,
    alert: { service: 'web', startedAt: 0 },
    deploys: [],
    topology: [
      { from: 'web', to: 'cart' },
      { from: 'cart', to: 'db' },
    ],
  });
  const origin = originLikelihood(graph, MOVES, ODDS, 'web');
  const days = (calm: number, restless: number) => Math.log(0.75 * calm + 0.25 * restless);

  test.each<[string | null, number]>([
    ['db', days(1.9 * 2.2 * 1.7 * 1.6 * 1.1, 1.9 * 2.2 * 1.7 * 1.6 * 1.4)],
    ['cart', days(1.1 * 1.1 * 1.9 * 1.6 * 1.1, 1.4 * 1.4 * 1.9 * 1.6 * 1.4)],
    ['web', days(1.1 * 1.1 * 1.1 * 2.2 * 1.1, 1.4 * 1.4 * 1.4 * 2.2 * 1.4)],
    ['reports', days(1.1 * 1.1 * 1.1 * 1.1 * 1.9, 1.4 * 1.4 * 1.4 * 1.4 * 1.9)],
    ['without telemetry', days(1.1 * 1.1 * 1.1 * 1.1 * 1.1, 1.4 * 1.4 * 1.4 * 1.4 * 1.4)],
    [null, days(1.1 * 1.1 * 1.1 * 1.6 * 1.1, 1.4 * 1.4 * 1.4 * 1.6 * 1.4)],
  ])('had it begun in %s', (service, expected) => {
    expect(origin(service)).toBeCloseTo(expected, 9);
    expect(origin(service)).toBe(origin(service));
  });

  test('where no call is known, the trouble reached the alerting service from wherever it began', () => {
    const bare = callGraph({ id: 'c', askedAt: 0, alert: { service: 'web', startedAt: 0 }, deploys: [] });
    const from = originLikelihood(bare, MOVES, ODDS, 'web');
    expect(from('cart')).toBeCloseTo(days(1.1 * 1.1 * 1.9 * 1.6 * 1.1, 1.4 * 1.4 * 1.9 * 1.6 * 1.4), 9);
    expect(from('web')).toBeCloseTo(days(1.1 * 1.1 * 1.1 * 2.2 * 1.1, 1.4 * 1.4 * 1.4 * 2.2 * 1.4), 9);
  });

  test('likelihoods too small for a number are added all the same', () => {
    const faint = new Map(Array.from({ length: 900 }, (_, i) => [`s${i}`, moved(-50, null)] as const));
    expect(
      originLikelihood(graph, faint, { ...ODDS, travelsOther: 0.9, travelsCommon: 0.95 }, 'web')('db'),
    ).toBeCloseTo(900 * Math.log(0.1) + Math.log(0.75), 6);
  });

  test('one rate of disturbance for all', () => {
    expect(overallLikelihood(MOVES, 0.1, 0.2)).toBeCloseTo(Math.log(1.1 ** 3 * 1.4 ** 2), 9);
  });

  test('what standing still takes from a service as the origin, and moving does not', () => {
    const still = new Map([['db', moved(null, -TWICE)]]);
    expect(stillness('db', still, ODDS)).toBeCloseTo(Math.log(0.6 / 2 + 0.4), 9);
    expect(stillness('db', MOVES, ODDS)).toBe(0);
    expect(stillness('cart', MOVES, ODDS)).toBe(0);
    expect(stillness('unknown', MOVES, ODDS)).toBe(0);
  });
});

describe('the moves of a service together', () => {
  let count = 0;
  function one(kind: SeriesKind | undefined, ratio: number, more: Partial<SeriesMove> = {}): SeriesMove {
    const series = { id: `s${count++}`, service: 'cart', points: [], ...(kind === undefined ? {} : { kind }) };
    return { series, service: 'cart', travels: true, evidence: Math.log(ratio), move: 1, before: 0, ...more };
  }
  const travels = (alertKind: SeriesKind | null, ...moves: SeriesMove[]) => {
    const watched = alertKind === null ? null : { id: 'watched', service: 'web', kind: alertKind, points: [] };
    return Math.exp(movesByService(moves, watched).get('cart')?.travels ?? Number.NaN);
  };

  test('within a kind the two strongest count, and errors and their shares are one kind', () => {
    expect(travels('latency', one('errors', 2), one('errors', 4), one('errors', 1))).toBeCloseTo(3, 9);
    expect(travels('latency', one('success_ratio', 2), one('errors', 4), one('error_ratio', 6))).toBeCloseTo(5, 9);
    expect(travels('latency', one('latency', 3))).toBeCloseTo(3, 9);
  });

  test('the alert’s own kind counts as much as all others together', () => {
    const kinds = [one('errors', 10), one('latency', 4), one(undefined, 1)];
    expect(travels('error_ratio', ...kinds)).toBeCloseTo((2 * 10 + 4 + 1) / 4, 9);
    expect(travels('latency', ...kinds)).toBeCloseTo((10 + 2 * 4 + 1) / 4, 9);
    expect(travels('other', ...kinds)).toBeCloseTo((10 + 4 + 2 * 1) / 4, 9);
    expect(travels(null, ...kinds)).toBeCloseTo((10 + 4 + 2 * 1) / 4, 9);
    expect(travels('saturation', ...kinds)).toBeCloseTo(5, 9);
  });

  test('what travels and what stays are told apart, the watched series is in neither, and the strongest is named', () => {
    const watched = one('errors', 99);
    const stays = one('saturation', 7, { travels: false });
    const others = [one('errors', 3), one('errors', 5)];
    const found = movesByService([...others, watched, stays], watched.series).get('cart');
    expect(Math.exp(found?.travels ?? 0)).toBeCloseTo(4, 9);
    expect(Math.exp(found?.stays ?? 0)).toBeCloseTo(7, 9);
    expect(found?.strongest).toBe(watched);
    expect(movesByService([...others].reverse(), null).get('cart')?.strongest).toBe(others[1]);
    const local = movesByService([{ ...watched, travels: false }], watched.series).get('cart');
    expect(local).toMatchObject({ travels: null, stays: null });
    const twins = [one('errors', 5), one('errors', 5)];
    expect(movesByService(twins, null).get('cart')?.strongest).toBe(twins[0]);
  });
});
