import { expect, test } from '@jest/globals';
import type { CaseSeries } from '../../case.ts';
import { MINUTE_MS } from '../../time.ts';
import { disturbance, seriesMove } from './series-move.ts';

const BEFORE = 30;
const FROM = BEFORE * MINUTE_MS;
const ASKED = FROM + 10 * MINUTE_MS;
/** How much wider a scatter of no move counts that was looked at 18 times. */
const WIDER = 1 + 1 / Math.sqrt(19);

/** Thirty quiet minutes at one level, then ten at another. */
function move(kind: CaseSeries['kind'], usual: number, since: number, more: Partial<CaseSeries> = {}) {
  const points = Array.from({ length: 40 }, (_, minute) => [minute * 60, minute < BEFORE ? usual : since] as const);
  const series = {
    id: 's',
    service: 'cart',
    stepSeconds: 60,
    points,
    ...(kind === undefined ? {} : { kind }),
    ...more,
  };
  return seriesMove(series, FROM, ASKED);
}

test.each<[string, CaseSeries['kind'], number, number, number, Partial<CaseSeries>]>([
  ['a latency, by its logarithm, to 5 %', 'latency', 0.1, 0.15, Math.log(1.5) / 0.05, {}],
  ['errors, to the scatter of such counts', 'errors', 100, 140, 40 / Math.sqrt(100.5), {}],
  ['a share, to 0.2 %', 'error_ratio', 0.1, 0.11, 5, {}],
  ['a share of good answers, downwards', 'success_ratio', 0.9, 0.89, 5, {}],
  ['a share in percent by its unit', 'error_ratio', 0.5, 1.5, 5, { unit: 'Percent' }],
  ['a share in percent by its sign', 'error_ratio', 0.5, 1.5, 5, { unit: '%' }],
  ['a share in percent by its values', 'error_ratio', 0.6, 1.6, 5, {}],
  ['a saturation, to 3 % of its level', 'saturation', 50, 55, 5 / 1.5, {}],
  ['a gauge, to 3 % of its level', 'other', 100, 110, 10 / 3, {}],
  ['a gauge below zero', 'other', -100, -90, 10 / 3, {}],
  ['a gauge in percent, which is no share', 'other', 50, 55, 5 / 1.5, { unit: '%' }],
  ['a series of no kind', undefined, 100, 110, 10 / 3, {}],
  ['a gauge that was always nothing', 'other', 0, 5e-9, 5, {}],
])('%s', (_, kind, usual, since, score, more) => {
  const found = move(kind, usual, since, more);
  expect(found?.evidence).toBeCloseTo(disturbance(score / WIDER), 9);
  expect(found?.move).toBeCloseTo(since - usual, 9);
  expect(found?.before).toBeCloseTo(usual, 9);
  expect(found?.travels).toBe(kind !== 'saturation');
});

test.each([
  ['cartservice_container-cpu-usage', false],
  ['container_memory_bytes', false],
  ['Disk reads', false],
  ['process.open_sockets', false],
  ['queue_length', true],
  ['memcached_items', true],
])('what %s measures travels: %s', (name, travels) => {
  expect(move('other', 100, 110, { name })?.travels).toBe(travels);
  expect(move('latency', 100, 110, { name })?.travels).toBe(true);
});

test('a share of at most one and a half is no percentage', () => {
  expect(move('error_ratio', 0.5, 1.5)?.evidence).toBe(6);
});

test('a saturation that falls is told so, and counts one nat less; anything else that falls counts as no move', () => {
  const fall = move('saturation', 50, 45);
  expect(fall?.evidence).toBeCloseTo(disturbance(5 / 1.5 / WIDER) - 1, 9);
  expect(fall?.move).toBeCloseTo(-5, 9);
  expect(move('saturation', 50, 50)?.evidence).toBe(-1.5);
  expect(move('errors', 100, 10)).toMatchObject({ evidence: disturbance(0), move: -90, before: 100 });
  expect(move('success_ratio', 0.5, 0.9)?.evidence).toBe(disturbance(0));
});

test('what it speaks of: the callee of an edge; how much work there was is no harm', () => {
  expect(move('latency', 1, 2)?.service).toBe('cart');
  expect(move('latency', 1, 2, { peer: 'db' })?.service).toBe('db');
  expect(move('requests', 1, 2)).toBeNull();
  expect(move('throughput', 1, 2)).toBeNull();
  expect(move('errors', 1, 2, { points: [] })).toBeNull();
});

test('the evidence of a score rises, is −1.5 at least and 6 at most', () => {
  expect(disturbance(-9)).toBe(disturbance(0));
  expect(disturbance(0)).toBe(-1.5);
  expect(disturbance(3)).toBeCloseTo(Math.log(2 / (Math.PI * 8 * (1 + 9 / 64)) / (0.3675525969478613 / 16)), 12);
  expect(disturbance(1e6)).toBe(6);
});
