import { describe, expect, test } from '@jest/globals';
import type { CaseSeries } from '../../case.ts';
import { HOUR_MS, MINUTE_MS } from '../../time.ts';
import type { Excess } from '../series/excess.ts';
import { type LagShares, lagDensity } from './lag-density.ts';
import { slowBurn } from './slow-burn.ts';
import { spentTrouble } from './spent-trouble.ts';

describe('trouble that a deploy brought before, by the minute', () => {
  /** Residuals of each minute: 20 quiet ones, a deploy at 20 that was live at 22, an onset at 40, asked at 45. */
  function spent(at: Record<number, number>, { from = 20, live = 22, onset = 40, length = 45, usual = 0 } = {}) {
    const residual = Float64Array.from({ length }, (_, minute) => at[minute] ?? (minute >= onset ? 10 : usual));
    const starts = residual.map((_, minute) => minute * MINUTE_MS);
    const excess = { residual, bucketed: { starts, values: residual, stepMs: MINUTE_MS } } as unknown as Excess;
    const found = spentTrouble(excess, from * MINUTE_MS, live * MINUTE_MS, onset * MINUTE_MS);
    return found === null ? null : found.at / MINUTE_MS;
  }

  test('an episode from its start to twelve minutes after it was live, told by its worst minute', () => {
    expect(spent({ 23: 5, 24: 8, 25: 8 })).toBe(24);
    expect(spent({ 20: 5 })).toBe(20);
    expect(spent({ 33: 5 })).toBe(33);
    expect(spent({ 34: 5 })).toBeNull();
    expect(spent({ 19: 5 })).toBeNull();
    expect(spent({})).toBeNull();
  });

  test('a bucket that the deploy began within is its own', () => {
    expect(spent({ 20: 5 }, { from: 20.5 })).toBe(20);
    expect(spent({ 20: 5 }, { from: 21 })).toBeNull();
  });

  test('clear, and comparable with the incident', () => {
    expect(spent({ 24: 4 })).toBe(24);
    expect(spent({ 24: 3.9 })).toBeNull();
    const small = { 40: 5, 41: 5, 42: 5, 43: 5, 44: 5 };
    expect(spent({ ...small, 24: 3 })).toBe(24);
    expect(spent({ ...small, 24: 2.9 })).toBeNull();
  });

  test('not there before: in the quarter of an hour before the deploy at most 0.4 of it', () => {
    expect(spent({ 24: 5, 10: 2 })).toBe(24);
    expect(spent({ 24: 5, 10: 2.1 })).toBeNull();
    expect(spent({ 24: 5, 4: 5 })).toBeNull();
    expect(spent({ 24: 5, 3: 5 })).toBe(24);
    expect(spent({ 24: 5, 10: -9 })).toBe(24);
  });

  test('over before the onset: down to a quarter of it', () => {
    const lasting = Object.fromEntries(Array.from({ length: 15 }, (_, i) => [25 + i, 2]));
    expect(spent({ ...lasting, 24: 8 })).toBeNull();
    expect(spent({ ...lasting, 24: 8, 30: 1.9 })).toBe(24);
    expect(spent({ ...lasting, 24: 8, 39: 1.9 })).toBe(24);
    expect(spent({ ...lasting, 24: 8, 23: 0 })).toBeNull();
    expect(spent({ ...lasting, 24: 8, 40: 1 })).toBeNull();
  });

  test('two minutes before, some after, and an incident must be known', () => {
    expect(spent({ 3: 5 }, { from: 2, live: 2 })).toBe(3);
    expect(spent({ 3: 5 }, { from: 1, live: 2 })).toBeNull();
    expect(spent({ 24: 5 }, { onset: 45 })).toBeNull();
    expect(spent({ 24: 5 }, { onset: 44 })).toBe(24);
    expect(spent({ 38: 5 }, { from: 40, live: 41, onset: 40 })).toBeNull();
    expect(spent({ 38: 5, 39: 0 }, { from: 38, live: 39 })).toBe(38);
  });
});

describe('a slow burn, by the minute', () => {
  const LIVE = 40;
  const ONSET = 70;
  function burn(
    at: (minute: number) => number,
    more: Partial<CaseSeries> = {},
    { live = LIVE, onset = ONSET, first = 0 } = {},
  ) {
    const points = Array.from({ length: 90 - first }, (_, i) => [(first + i) * 60, at(first + i)] as const);
    const series: CaseSeries = { id: 's', service: 'cart', kind: 'saturation', stepSeconds: 60, points, ...more };
    return slowBurn([series], 'cart', live * MINUTE_MS, onset * MINUTE_MS);
  }
  const climb = (minute: number) => 50 + Math.max(0, minute - LIVE);
  const wobble = (minute: number) => (minute % 2 === 0 ? 1 : -1);

  test('from the level before to that of the last tenth, at least three minutes', () => {
    expect(burn(climb)).toMatchObject({ from: 50, to: 78 });
    const long = burn((minute) => climb(minute), {}, { live: 40, onset: 85 });
    expect(long?.to).toBe(92.5);
  });

  test('upwards only, and downwards for the share of good answers', () => {
    expect(burn((minute) => 100 - climb(minute))).toBeNull();
    expect(burn((minute) => 100 - climb(minute), { kind: 'success_ratio' })).toMatchObject({ from: 50, to: 22 });
    expect(burn(climb, { kind: 'success_ratio' })).toBeNull();
  });

  test('by at least six of its scatters, or of a hundredth of its level', () => {
    const rise = (level: number, by: number) => burn((m) => level + Math.max(0, m - LIVE) * (by / 28));
    expect(rise(100, 6.1)).not.toBeNull();
    expect(rise(100, 5.9)).toBeNull();
    expect(rise(-100, 5.9)).toBeNull();
    expect(rise(0, 1e-6)).not.toBeNull();
    const noisy = (by: number) => burn((m) => 10 + (m < LIVE ? wobble(m) : (m - LIVE) * (by / 28)));
    expect(noisy(6.2 * 1.4826)).not.toBeNull();
    expect(noisy(5.8 * 1.4826)).toBeNull();
  });

  test('steadily since, and not already before', () => {
    expect(
      burn((m) => 50 + (m < LIVE ? 0 : m === ONSET - 1 || m === ONSET - 2 || m === ONSET - 3 ? 90 : 0)),
    ).toBeNull();
    expect(burn((m) => 50 + m)).toBeNull();
    expect(burn((m) => (m < LIVE ? 90 - m : 50 + (m - LIVE) * 20))).not.toBeNull();
  });

  test('a quarter of an hour, ten minutes before and ten after', () => {
    expect(burn(climb, {}, { onset: LIVE + 15 })).not.toBeNull();
    expect(burn(climb, {}, { onset: LIVE + 14.9 })).toBeNull();
    expect(burn(climb, {}, { first: 30 })).not.toBeNull();
    expect(burn(climb, {}, { first: 31 })).toBeNull();
    const sparse = (last: number) => {
      const points = Array.from({ length: 90 }, (_, m) => [m * 60, climb(m)] as const).filter(([at]) => at < last * 60);
      return burn(climb, { points });
    };
    expect(sparse(LIVE + 10)).not.toBeNull();
    expect(sparse(LIVE + 9)).toBeNull();
  });

  test('two hours before are enough: what was before them is forgotten', () => {
    const points = Array.from({ length: 200 }, (_, m) => [m * 60, m < 30 ? 9_000 : 50 + Math.max(0, m - 150)] as const);
    const series: CaseSeries = { id: 's', service: 'cart', kind: 'saturation', stepSeconds: 60, points };
    expect(slowBurn([series], 'cart', 150 * MINUTE_MS, 190 * MINUTE_MS)?.from).toBe(50);
  });

  test('of the service itself, and nothing that counts work', () => {
    expect(burn(climb, { service: 'web' })).toBeNull();
    expect(burn(climb, { peer: 'db' })).toBeNull();
    expect(burn(climb, { kind: 'requests' })).toBeNull();
    expect(burn(climb, { kind: 'throughput' })).toBeNull();
  });

  test('of several the one that climbed most of its scatters', () => {
    const series = (id: string, by: number): CaseSeries => ({
      id,
      service: 'cart',
      kind: 'saturation',
      stepSeconds: 60,
      points: Array.from({ length: 90 }, (_, m) => [m * 60, 50 + by * Math.max(0, m - LIVE)] as const),
    });
    const found = (...all: CaseSeries[]) => slowBurn(all, 'cart', LIVE * MINUTE_MS, ONSET * MINUTE_MS)?.series.id;
    expect(found(series('a', 1), series('b', 2), series('c', 2))).toBe('b');
    expect(found(series('b', 2), series('a', 1))).toBe('b');
  });
});

describe('the lag, worked out by hand', () => {
  const SHARES: LagShares = {
    rollout: 0.4,
    fast: 0.3,
    soon: 0.15,
    later: 0.1,
    late: 0.05,
    fastMinutes: 2,
    soonMinutes: 10,
  };
  const density = (exposure: Parameters<typeof lagDensity>[0], from: number, to: number) =>
    lagDensity(exposure, from * MINUTE_MS, to * MINUTE_MS, SHARES);
  const shipped = { from: 0, live: 4 * MINUTE_MS };

  test('while it rolls out its share is even, and before it there is nothing', () => {
    expect(density(shipped, 0, 4)).toBeCloseTo(0.4 / 4, 12);
    expect(density(shipped, 1, 2)).toBeCloseTo(0.4 / 4, 12);
    expect(density(shipped, -3, 0)).toBe(0);
    expect(density({ ...shipped, from: 3 * MINUTE_MS }, 3, 4)).toBeCloseTo(0.4, 12);
    expect(density({ from: 0, live: 0 }, 0, 1)).toBeCloseTo(0.4, 12);
  });

  test('then two exponentials, and two stretches even in the logarithm', () => {
    const settledAfter = (lag: number) =>
      0.3 * (1 - 2 ** (-lag / 2)) +
      0.15 * (1 - 2 ** (-lag / 10)) +
      0.1 * Math.min(1, Math.max(0, Math.log(lag / 15) / Math.log(24))) +
      0.05 * Math.min(1, Math.max(0, Math.log(lag / 360) / Math.log(12)));
    for (const [from, to] of [
      [4.5, 6],
      [10, 100],
      [100, 700],
      [700, 5_000],
    ] as const)
      expect(density(shipped, from, to)).toBeCloseTo((settledAfter(to - 4) - settledAfter(from - 4)) / (to - from), 12);
    expect(density(shipped, 0, 80 * 60) * 80 * 60).toBeCloseTo(1, 6);
  });

  test('a rollout that failed has only its own stretch', () => {
    const failed = { ...shipped, until: 2 * MINUTE_MS };
    expect(density(failed, 0, 1)).toBeCloseTo(0.1, 12);
    expect(density(failed, 2, 90)).toBe(0);
    expect(density(failed, 0, 8) * 8).toBeCloseTo(0.2, 12);
  });

  test('each step starts the clock of its own share; one that takes replicas away starts none', () => {
    const steps = [
      { at: 3 * MINUTE_MS, replicas: 4 },
      { at: 1 * MINUTE_MS, replicas: 1 },
      { at: 4 * MINUTE_MS, replicas: 2 },
      { at: 5 * MINUTE_MS, replicas: 4 },
      { at: 6 * MINUTE_MS },
    ];
    const settled = (lag: number) => (lag <= 0 ? 0 : 0.3 * (1 - 2 ** (-lag / 2)) + 0.15 * (1 - 2 ** (-lag / 10)));
    const stepped = { from: 0, live: 4 * MINUTE_MS, steps };
    const mass = (at: number) => 0.4 * Math.min(1, at / 4) + 0.25 * settled(at - 1) + 0.75 * settled(at - 3);
    for (const [from, to] of [
      [0, 1],
      [1, 2.5],
      [2, 6],
      [6, 12],
    ] as const)
      expect(density(stepped, from, to)).toBeCloseTo((mass(to) - mass(from)) / (to - from), 12);
    const whole = density(shipped, 4.5, 6);
    expect(density({ ...shipped, steps: [] }, 4.5, 6)).toBeCloseTo(whole, 12);
    expect(density({ ...shipped, steps: [{ at: 0, replicas: 0 }, { at: 1 }] }, 4.5, 6)).toBeCloseTo(whole, 12);
  });

  test('an hour of quiet has its own share too', () => {
    expect(density(shipped, 64, 65)).toBeGreaterThan(0);
    expect(density(shipped, HOUR_MS, HOUR_MS + 1)).toBe(0);
  });
});
