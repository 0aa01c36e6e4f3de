import { describe, expect, test } from '@jest/globals';
import type { CaseSeries, SeriesKind } from '../../case.ts';
import { MINUTE_MS } from '../../time.ts';
import { bucketedOnce } from '../series/bucketed-once.ts';
import { badDirections } from './bad-directions.ts';
import { climb } from './climb.ts';
import { jumpScatter } from './jump-scatter.ts';
import { lineThrough } from './line-through.ts';
import { slowBurn } from './slow-burn.ts';

const LIVE = 60;
const ONSET = 120;
const ASKED = 135;
const SPAN = {
  from: (LIVE - 4) * MINUTE_MS,
  live: LIVE * MINUTE_MS,
  onset: ONSET * MINUTE_MS,
  bucketed: bucketedOnce(ASKED * MINUTE_MS),
};

function series(at: (minute: number) => number, more: Partial<CaseSeries> = {}): CaseSeries {
  const points = Array.from({ length: ASKED }, (_, minute) => [minute * 60, at(minute)] as const);
  return { id: 'cache/memory', service: 'cache', kind: 'saturation', stepSeconds: 60, points, ...more };
}

/** One a minute since the deploy, up to a limit. */
const filling = (limit: number) => (minute: number) => Math.min(limit, 40 + Math.max(0, minute - LIVE));
const climbs = (at: (minute: number) => number) => climb(series(at), 1, SPAN);

describe('a climb', () => {
  test('its levels, its beginning, and that it goes on', () => {
    const found = climbs(filling(1_000));
    expect(found).toMatchObject({ from: 40, full: false });
    expect(found?.to).toBeCloseTo(96.5, 0);
    expect((found?.began ?? 0) / MINUTE_MS).toBeCloseTo(LIVE, 1);
  });

  test('it is full where it stands still from the onset on, or from shortly before', () => {
    expect(climbs(filling(100))?.full).toBe(true);
    expect(climbs(filling(88))?.full).toBe(true);
    // Falling back, as what is killed for its memory does, is no climbing either.
    expect(climbs((minute) => (minute > ONSET ? 40 : filling(1_000)(minute)))?.full).toBe(true);
    expect(climbs((minute) => filling(1_000)(minute) - 0.5 * Math.max(0, minute - ONSET))?.full).toBe(false);
  });

  test('a new level long before the onset does no harm, and one jump is no climb', () => {
    expect(climbs(filling(70))).toBeNull();
    expect(climbs((minute) => (minute < 80 ? 40 : 90))).toBeNull();
  });

  test('it begins with the deploy, give or take ten minutes', () => {
    const from = (begins: number) => climbs((minute) => 40 + Math.max(0, minute - begins));
    expect(from(LIVE - 4)).not.toBeNull();
    expect(from(LIVE - 7)).not.toBeNull();
    expect(from(LIVE - 15)).toBeNull();
    expect(from(LIVE + 7)).not.toBeNull();
    expect(from(LIVE + 20)).toBeNull();
    const restarted = (minute: number) => (minute < LIVE ? 60 : 20 + 1.2 * (minute - LIVE));
    expect((climbs(restarted)?.began ?? 0) / MINUTE_MS).toBeCloseTo(LIVE + 1, 1);
    expect(climbs((minute) => (minute < LIVE ? 20 : 60 + (minute - LIVE)))).toBeNull();
  });

  test('what climbs ever faster began where it left its level, not where its last stretch points to', () => {
    const faster = (begins: number) => (minute: number) => 40 + Math.max(0, minute - begins) ** 2;
    expect((climbs(faster(LIVE))?.began ?? 0) / MINUTE_MS).toBeCloseTo(LIVE + 2, 0);
    expect(climbs(faster(LIVE - 25))).toBeNull();
  });

  test('a trend that was there before the deploy is none of it, a drift at less than a fifth of its speed may be', () => {
    const drift = (slope: number) =>
      climbs((minute) => 40 + slope * Math.min(minute, LIVE) + Math.max(0, minute - LIVE));
    expect(drift(0.15)).not.toBeNull();
    expect(drift(0.25)).toBeNull();
  });

  test('it may be a fall', () => {
    const found = climb(
      series((m) => -filling(100)(m)),
      -1,
      SPAN,
    );
    expect(found).toMatchObject({ from: -40, full: true });
  });
});

describe('a slow burn', () => {
  const burn = (...all: CaseSeries[]) => slowBurn(all, 'cache', SPAN.live, SPAN.onset, SPAN)?.series.id ?? null;
  const requests = (by: number) =>
    series((m) => 1_000 + by * Math.max(0, m - LIVE), { id: 'cache/requests', kind: 'requests' });

  test('is not what more requests explain', () => {
    // Memory grows by 150 % until the onset.
    expect(burn(series(filling(1_000)), requests(0))).toBe('cache/memory');
    expect(burn(series(filling(1_000)), requests(1))).toBe('cache/memory');
    expect(burn(series(filling(1_000)), requests(5))).toBe('cache/memory');
    expect(burn(series(filling(1_000)), requests(12))).toBeNull();
  });

  test.each<[SeriesKind | undefined, string, readonly number[]]>([
    ['saturation', 'memory', [1]],
    ['saturation', 'FreeStorageSpace', [-1]],
    ['other', 'cache_hits', [-1]],
    ['other', 'keys', [1, -1]],
    [undefined, 'keys', [1, -1]],
    ['success_ratio', 'ok', [-1]],
    ['latency', 'p95', [1]],
    ['requests', 'rps', []],
    ['throughput', 'reads', []],
  ])('%s %s', (kind, name, directions) => {
    const { kind: _, ...plain } = series(() => 0);
    expect(badDirections({ ...plain, name, ...(kind === undefined ? {} : { kind }) })).toEqual(directions);
  });
});

describe('lines and jumps', () => {
  test('the line through values, at times with a gap', () => {
    const line = lineThrough(Float64Array.of(0, 1, 4), Float64Array.of(1, 3, 9));
    expect([line.at(0), line.at(10), line.slope, line.correlation, line.scatter].map((x) => +x.toFixed(6))).toEqual([
      1, 21, 2, 1, 0,
    ]);
  });

  test('nothing and one value make a flat one', () => {
    expect(lineThrough(new Float64Array(), new Float64Array())).toMatchObject({ slope: 0, correlation: 0, scatter: 0 });
    const one = lineThrough(Float64Array.of(5), Float64Array.of(7));
    expect([one.at(100), one.correlation]).toEqual([7, 0]);
  });

  test('what two levels leave over', () => {
    expect(jumpScatter(Float64Array.of(1, 1, 5, 5, 5))).toBeCloseTo(0, 6);
    expect(jumpScatter(Float64Array.of(0, 2, 9, 11))).toBeCloseTo(1, 9);
    expect(jumpScatter(Float64Array.of(3, 3))).toBe(0);
    expect(jumpScatter(new Float64Array())).toBe(0);
  });
});
