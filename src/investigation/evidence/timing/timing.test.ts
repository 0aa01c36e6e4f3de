import { describe, expect, test } from '@jest/globals';
import { shopSeries, step, TROUBLE } from '../../../../test/support/cases/shop-series.ts';
import type { CaseSeries } from '../../case.ts';
import { HOUR_MS, MINUTE_MS } from '../../time.ts';
import { measureExcess } from '../series/excess.ts';
import { type LagShares, lagDensity, peakDensity } from './lag-density.ts';
import { slowBurn } from './slow-burn.ts';
import { spentTrouble } from './spent-trouble.ts';

const SHARES: LagShares = {
  rollout: 0.3,
  fast: 0.4,
  soon: 0.1,
  later: 0.15,
  late: 0.05,
  fastMinutes: 2,
  soonMinutes: 7,
};
const ASKED = TROUBLE + 10 * MINUTE_MS;

describe('the lag from a change to the trouble', () => {
  const exposure = { from: 0, live: 4 * MINUTE_MS };
  const density = (from: number, to: number, more = {}): number =>
    lagDensity({ ...exposure, ...more }, from * MINUTE_MS, to * MINUTE_MS, SHARES);

  test('nothing before the rollout; its own share evenly while it runs', () => {
    expect(density(-5, 0)).toBe(0);
    expect(density(0, 4)).toBeCloseTo(0.3 / 4, 9);
    expect(density(1, 2)).toBeCloseTo(0.3 / 4, 9);
  });

  test('half of the share of a long rollout comes in its first five minutes, also where it still runs', () => {
    const long = { live: 50 * MINUTE_MS };
    expect(density(0, 5, long) * 5).toBeCloseTo(0.15 + 0.15 / 10, 9);
    expect(density(10, 20, long) * 10).toBeCloseTo(0.15 / 5, 9);
    expect(density(0, 50, long) * 50).toBeCloseTo(0.3, 9);
  });

  test('half of the fast share comes in the first two minutes', () => {
    const soon = 0.1 * (1 - 2 ** (-2 / 7));
    expect(density(4, 6) * 2).toBeCloseTo(0.4 / 2 + soon, 9);
  });

  test('all of it adds up to 1 within three days', () => {
    expect(lagDensity(exposure, 0, 73 * HOUR_MS, SHARES) * 73 * 60).toBeCloseTo(1, 6);
  });

  test('after a failed rollout nothing of it runs', () => {
    expect(density(5, 10, { until: 4 * MINUTE_MS })).toBe(0);
    expect(density(0, 4, { until: 2 * MINUTE_MS })).toBeCloseTo(0.15 / 4, 9);
  });

  test('a gradual rollout starts the clock of each step for its replicas', () => {
    const steps = [
      { at: 60 * MINUTE_MS, replicas: 10 },
      { at: 4 * MINUTE_MS, replicas: 2 },
      { at: 70 * MINUTE_MS, replicas: 10 },
    ];
    const gradual = density(60, 62, { steps });
    expect(gradual).toBeGreaterThan(0.8 * density(4, 6));
    expect(density(4, 6, { steps })).toBeCloseTo(0.2 * density(4, 6), 9);
    // Steps that tell no replicas are no steps.
    expect(density(4, 6, { steps: [{ at: 0 }] })).toBeCloseTo(density(4, 6), 9);
  });

  test('the highest density is that of the two exponentials at their start', () => {
    expect(peakDensity(SHARES)).toBeCloseTo(Math.LN2 * (0.4 / 2 + 0.1 / 7), 9);
  });
});

describe('a slow burn', () => {
  const leak = (begins: number): CaseSeries =>
    shopSeries('search', 'saturation', {
      usual: 40,
      scatter: 0.01,
      at: (m) => 40 + Math.max(0, m - begins) * 0.7,
    });

  test('a metric that has climbed in a line since the deploy and had not before', () => {
    const found = slowBurn([leak(-70)], 'search', TROUBLE - 70 * MINUTE_MS, TROUBLE);
    expect(found?.from).toBeCloseTo(40, 0);
    expect(found?.to).toBeGreaterThan(80);
  });

  test('not where it climbed before, where it jumped, where the deploy is fresh, or in requests', () => {
    expect(slowBurn([leak(-110)], 'search', TROUBLE - 70 * MINUTE_MS, TROUBLE)).toBeNull();
    const jump = shopSeries('search', 'saturation', { usual: 40, at: (m) => (m > -20 ? 90 : 40) });
    expect(slowBurn([jump], 'search', TROUBLE - 70 * MINUTE_MS, TROUBLE)).toBeNull();
    expect(slowBurn([leak(-10)], 'search', TROUBLE - 10 * MINUTE_MS, TROUBLE)).toBeNull();
    expect(slowBurn([{ ...leak(-70), kind: 'requests' }], 'search', TROUBLE - 70 * MINUTE_MS, TROUBLE)).toBeNull();
    expect(slowBurn([leak(-70)], 'cart', TROUBLE - 70 * MINUTE_MS, TROUBLE)).toBeNull();
  });

  test('more requests explain it, more of them for one version do not: those only move over to it', () => {
    const more = shopSeries('search', 'requests', { usual: 100, at: (m) => (m < -70 ? 100 : 400) });
    const told = (...all: CaseSeries[]) => slowBurn([leak(-70), ...all], 'search', TROUBLE - 70 * MINUTE_MS, TROUBLE);
    expect(told(more)).toBeNull();
    expect(told({ ...more, version: '2' })?.series.kind).toBe('saturation');
  });

  test('a success ratio burns downwards; of two the steeper is told', () => {
    const falling = shopSeries('search', 'success_ratio', {
      usual: 0.999,
      scatter: 0.00002,
      at: (m) => 0.999 - Math.max(0, m + 70) * 0.002,
    });
    const of = (...all: CaseSeries[]) => slowBurn(all, 'search', TROUBLE - 70 * MINUTE_MS, TROUBLE)?.series.kind;
    expect(of(falling)).toBe('success_ratio');
    expect(of(falling, leak(-70))).toBe('saturation');
    expect(of(leak(-70), falling)).toBe('saturation');
    const flat = shopSeries('search', 'other', { usual: 0 });
    expect(slowBurn([flat], 'search', TROUBLE - 70 * MINUTE_MS, TROUBLE)).toBeNull();
  });
});

describe('trouble that has come and gone', () => {
  const twice = shopSeries('cart', 'errors', { usual: 3, at: (m) => (m >= 0 || (m > -40 && m < -34) ? 90 : 3) });
  const excessOf = (series: CaseSeries) => {
    const excess = measureExcess(series, TROUBLE - 5 * MINUTE_MS, ASKED);
    if (excess === null) throw new Error('the series has a past');
    return excess;
  };
  const at = (minutes: number): number => TROUBLE + minutes * MINUTE_MS;

  test('an episode right after the deploy, over before the onset', () => {
    const spent = spentTrouble(excessOf(twice), at(-42), at(-40), TROUBLE);
    expect(((spent?.at ?? 0) - TROUBLE) / MINUTE_MS).toBeGreaterThan(-41);
    expect(((spent?.at ?? 0) - TROUBLE) / MINUTE_MS).toBeLessThan(-33);
  });

  test('not for a deploy that came later or much earlier, nor where the trouble never ended', () => {
    const excess = excessOf(twice);
    expect(spentTrouble(excess, at(-20), at(-18), TROUBLE)).toBeNull();
    expect(spentTrouble(excess, at(-37), at(-36), TROUBLE)).toBeNull();
    expect(spentTrouble(excess, at(-80), at(-79), TROUBLE)).toBeNull();
    expect(spentTrouble(excessOf(shopSeries('cart', 'errors', step(3, 90))), at(-2), at(-1), TROUBLE)).toBeNull();
    expect(spentTrouble(excess, at(-42), at(-40), at(60))).toBeNull();
  });
});
