import { describe, expect, test } from '@jest/globals';
import { excess } from '../../../../test/support/cases/bucketed-excess.ts';
import { shopSeries, step, TROUBLE } from '../../../../test/support/cases/shop-series.ts';
import type { Case, CaseAlert, CaseSeries } from '../../case.ts';
import { HOUR_MS, MINUTE_MS } from '../../time.ts';
import { alertExcess } from './alert-series.ts';
import { type OnsetPosterior, onsetPosterior } from './onset-posterior.ts';
import { persistence, persistenceEvidence } from './persistence.ts';
import { quietSpells } from './quiet-spells.ts';

describe('quiet spells', () => {
  const at = (values: readonly number[], alert: number, stepMs = MINUTE_MS) => [
    ...quietSpells(excess({ residual: Float64Array.from(values) }, stepMs), alert),
  ];

  test('three minutes below a quarter of the incident’s size, each counted once', () => {
    expect(at([8, 1, 1, 1, 8, 8, 8], 5)).toEqual([1, 1, 0, 0, 0, 0, 0, 0]);
    expect(at([8, 1, 1, 8, 8, 8, 8], 5)).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    expect(at([8, 2, 2, 2, 8, 8, 8], 5)).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    expect(at([1, 1, 1, 1, 1, 8, 8, 8], 6)).toEqual([1, 1, 1, 0, 0, 0, 0, 0, 0]);
    expect(at([8, 8, 8, 1, 1, 1], 2)).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect(at([1, 1, 8, 8, 8], 3, 5 * MINUTE_MS)).toEqual([1, 0, 0, 0, 0, 0]);
  });

  test('an incident of two scatters at the least, by the middle of the three buckets around the alert', () => {
    expect(at([2, 0, 0, 0, 2, 2, 2], 5)[0]).toBe(1);
    expect(at([2, 0, 0, 0, 1.9, 1.9, 1.9], 5)[0]).toBe(0);
    expect(at([0, 0, 0, 9, 0, 9], 5)[0]).toBe(1);
    expect(at([0, 0, 0, 9, 0, 0], 5)[0]).toBe(0);
    expect(at([0, 0, 0, 9, 9], 5)[0]).toBe(1);
    expect(at([], 0)).toEqual([0]);
  });
});

describe('persistence', () => {
  const of = (values: readonly number[], alertMinute: number) =>
    persistence(excess({ residual: Float64Array.from(values) }), alertMinute * MINUTE_MS);

  test('the share of five buckets after the alert that are 0.4 times as bad as the worst of two before it', () => {
    expect(of([0, 5, 10, 4, 3.9, 9, 0, 4, 9, 9], 3)).toEqual({ later: 5, share: 3 / 5, stepMs: MINUTE_MS });
    expect(of([99, 5, 10, 4], 3)).toEqual({ later: 1, share: 1, stepMs: MINUTE_MS });
    expect(of([0, 10, 9, 9], 2.25)).toEqual({ later: 2, share: 1, stepMs: MINUTE_MS });
    expect(of([0, 10, 9, 9], 2.26)?.later).toBe(1);
  });

  test('nothing before it, nothing bad, nothing after', () => {
    expect(of([5, 5], 0)).toBeNull();
    expect(of([0, 0, 9], 2)).toBeNull();
    expect(of([0, 9], 2)).toBeNull();
  });

  test('real trouble fades by half in a quarter of an hour', () => {
    const real = 0.85 / 2;
    expect(persistenceEvidence({ later: 1, share: 1, stepMs: 15 * MINUTE_MS })).toBeCloseTo(Math.log(real / 0.15), 9);
    expect(persistenceEvidence({ later: 1, share: 0, stepMs: 15 * MINUTE_MS })).toBeCloseTo(
      Math.log((1 - real) / 0.85),
      9,
    );
    expect(persistenceEvidence({ later: 2, share: 0.5, stepMs: 15 * MINUTE_MS })).toBeCloseTo(
      (Math.log(real / 0.15) + Math.log((1 - real) / 0.85)) / 2,
      9,
    );
  });
});

describe('the posterior', () => {
  const ALERT: CaseAlert = { service: 'cart', startedAt: TROUBLE + 3 * MINUTE_MS, periodSeconds: 60, periods: 2 };
  const ASKED = TROUBLE + 10 * MINUTE_MS;
  const of = (...series: CaseSeries[]) => {
    const theCase: Case = {
      id: 'c',
      askedAt: ASKED,
      alert: { ...ALERT, ...(series[0] === undefined ? {} : { series: series[0].id }) },
      deploys: [],
      series,
    };
    return onsetPosterior(theCase.alert, ASKED, alertExcess(theCase));
  };
  const jumps = shopSeries('cart', 'errors', step(4, 80));
  const every20 = {
    ...jumps,
    stepSeconds: 20,
    points: Array.from({ length: 390 }, (_, i) => [TROUBLE / 1000 - 7_200 + i * 20, i < 360 ? i % 2 : 30] as const),
  };

  /** The shortest run of stretches that holds so much, looked for among all. */
  function shortestOf({ stretches }: OnsetPosterior, share: number): number {
    let best = Number.POSITIVE_INFINITY;
    stretches.forEach(({ from }, first) => {
      let held = 0;
      for (const { to, mass } of stretches.slice(first)) {
        held += mass;
        if (held >= share - 1e-9) best = Math.min(best, to - from);
      }
    });
    return best;
  }

  test.each([
    ['the rule', of()],
    ['counts', of(jumps)],
    ['a gauge', of(shopSeries('cart', 'saturation', step(30, 95)))],
    ['counts every twenty seconds', of(every20)],
    ['a flat series', of(shopSeries('cart', 'latency', { usual: 0.2 }))],
  ])('%s: the median, and the shortest intervals that hold four fifths and a half', (_, onset) => {
    const mass = onset.stretches.reduce((sum, one) => sum + one.mass, 0);
    expect(mass).toBeCloseTo(1, 9);
    const below = onset.stretches.reduce(
      (sum, { from, to, mass: part }) => sum + part * Math.min(1, Math.max(0, (onset.at - from) / (to - from))),
      0,
    );
    expect(below).toBeCloseTo(0.5, 3);
    expect(onset.to - onset.from).toBe(shortestOf(onset, 0.8));
    expect(onset.core.to - onset.core.from).toBe(shortestOf(onset, 0.5));
    expect(
      onset.stretches.every(({ from, to, mass: part }) => to > from && to - from <= 5 * MINUTE_MS && part > 0),
    ).toBe(true);
  });

  test('edges: each minute of the last half hour, each five before, and half buckets where there is a series', () => {
    const edges = (onset: OnsetPosterior) =>
      onset.stretches.map(({ to }) => (ALERT.startedAt + MINUTE_MS - to) / MINUTE_MS);
    const bare = edges(of()).reverse();
    expect(bare.slice(0, 32)).toEqual([...Array.from({ length: 31 }, (_, i) => i), 35]);
    expect(of().stretches[0]?.from).toBe(ALERT.startedAt - 6 * HOUR_MS);
    expect(edges(of(jumps)).filter((at) => at <= 5)).toEqual([5, 4.5, 4, 3.5, 3, 2.5, 2, 1.5, 1, 0.5, 0]);
    const finest = (onset: OnsetPosterior) => Math.min(...onset.stretches.map(({ from, to }) => to - from));
    expect(finest(of(every20))).toBe(20_000);
    expect(finest(of(jumps))).toBe(30_000);
  });

  test('how clearly it worsened is the mean of the evidence over the prior', () => {
    const shown = of(jumps);
    expect(shown.source).toBe('series');
    expect(shown.visible).toBeGreaterThan(3);
    expect(of()).toMatchObject({ source: 'alert-rule', visible: 0 });
    const first = shown.stretches.find(({ from, to }) => from <= TROUBLE && to > TROUBLE);
    expect(first?.mass).toBeGreaterThan(0.2);
  });
});
