import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { shopSeries, step, TROUBLE } from '../../../../test/support/cases/shop-series.ts';
import type { Case, CaseAlert, CaseSeries } from '../../case.ts';
import { HOUR_MS, MINUTE_MS } from '../../time.ts';
import { onsetRange, ruleLag } from './alert-rule.ts';
import { alertExcess, alertSeries } from './alert-series.ts';
import { onsetPosterior } from './onset-posterior.ts';
import { persistence, persistenceEvidence } from './persistence.ts';
import { quietSpells } from './quiet-spells.ts';

const ASKED = TROUBLE + 10 * MINUTE_MS;
const ALERT: CaseAlert = { service: 'cart', startedAt: TROUBLE + 3 * MINUTE_MS, periodSeconds: 60, periods: 2 };

function caseOf(series: readonly CaseSeries[], alert: Partial<CaseAlert> = {}): Case {
  return { id: 'c', askedAt: ASKED, alert: { ...ALERT, ...alert }, deploys: [], series };
}

function onsetOf(series: readonly CaseSeries[], alert: Partial<CaseAlert> = {}) {
  const theCase = caseOf(series, alert);
  return onsetPosterior(theCase.alert, ASKED, alertExcess(theCase));
}

/** Minutes from the true beginning. */
function minutesOff(at: number): number {
  return (at - TROUBLE) / MINUTE_MS;
}

describe('with half a minute of history', () => {
  test('twenty errors a second begin where they begin, not as a small rise of long before', () => {
    const second = (index: number) => Math.floor(TROUBLE / 1000) - 28 + index;
    const points = (value: (index: number) => number) =>
      Array.from({ length: 34 }, (_, index) => [second(index), value(index)] as const);
    const more = { service: 'cart', stepSeconds: 1, stamp: 'end' } as const;
    const errors = { ...more, id: 'share', kind: 'error_ratio' as const };
    const series: CaseSeries[] = [
      { ...errors, points: points((index) => Math.min(1, Math.max(0, (index - 27) / 5))) },
      { ...more, id: 'requests', kind: 'requests', points: points((index) => (index === 28 ? 3.521 : 20)) },
    ];
    const alert = { ...ALERT, series: 'share', startedAt: TROUBLE + 5_000, periodSeconds: 1, periods: 3 };
    const askedAt = TROUBLE + 6_000;
    const onset = onsetPosterior(alert, askedAt, alertExcess({ ...caseOf(series, alert), askedAt }));
    expect(Math.abs(onset.at - TROUBLE)).toBeLessThan(3_000);
    expect(onset.to - onset.from).toBeLessThan(10_000);
  });
});

describe('from the rule alone', () => {
  test('two periods of a minute: the first has passed for certain, a quarter of an hour is nearly all', () => {
    const { ruleMs, cumulative } = ruleLag(ALERT);
    expect(ruleMs).toBe(2 * MINUTE_MS);
    expect(cumulative(-MINUTE_MS)).toBe(0);
    expect(cumulative(MINUTE_MS)).toBeCloseTo(0.04, 9);
    expect(cumulative(15 * MINUTE_MS)).toBeGreaterThan(0.85);
    expect(cumulative(6 * HOUR_MS)).toBeCloseTo(1, 2);
  });

  test('a rule of which nothing is known holds for five minutes', () => {
    expect(ruleLag({ service: 'a', startedAt: 0 }).ruleMs).toBe(5 * MINUTE_MS);
    expect(onsetRange(ALERT, ALERT.startedAt)).toEqual({
      from: ALERT.startedAt - 6 * HOUR_MS,
      to: ALERT.startedAt,
    });
  });

  test('the onset lies before the alert, never at the moment of sending', () => {
    const onset = onsetOf([]);
    expect(onset.source).toBe('alert-rule');
    expect(onset.visible).toBe(0);
    expect(onset.at).toBeLessThan(ALERT.startedAt - MINUTE_MS);
    expect(onset.from).toBeGreaterThan(ALERT.startedAt - 20 * MINUTE_MS);
  });

  test('its probability adds up to 1 and grows with the lag, for any rule', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 900 }), fc.integer({ min: 1, max: 6 }), (periodSeconds, periods) => {
        const lag = ruleLag({ ...ALERT, periodSeconds, periods });
        const steps = Array.from({ length: 73 }, (_, index) => lag.cumulative(index * 5 * MINUTE_MS));
        expect(steps.every((value, index) => index === 0 || value >= (steps[index - 1] as number))).toBe(true);
        expect(steps.at(-1)).toBeLessThanOrEqual(1 + 1e-9);
        const { stretches } = onsetPosterior({ ...ALERT, periodSeconds, periods }, ASKED, null);
        expect(stretches.reduce((sum, { mass }) => sum + mass, 0)).toBeCloseTo(1, 6);
      }),
    );
  });
});

describe('from the series', () => {
  test.each([
    ['counts that jump', shopSeries('cart', 'errors', step(4, 80))],
    ['a latency that jumps', shopSeries('cart', 'latency', step(0.1, 0.7))],
    [
      'a success ratio that falls',
      shopSeries('cart', 'success_ratio', { usual: 0.998, scatter: 0.0005, at: (m) => (m >= 0 ? 0.9 : 0.998) }),
    ],
    ['a gauge that jumps', shopSeries('cart', 'saturation', step(30, 95))],
    ['counts that are nearly always zero', shopSeries('cart', 'errors', step(0, 6))],
  ])('%s: within two minutes, and clearly to be seen', (_name, series) => {
    const onset = onsetOf([series], { series: series.id });
    expect(Math.abs(minutesOff(onset.at))).toBeLessThan(2);
    expect(onset.source).toBe('series');
    expect(onset.visible).toBeGreaterThan(4);
  });

  test('errors beside ten times the requests are no trouble', () => {
    const errors = shopSeries('cart', 'errors', step(8, 80));
    const requests = shopSeries('cart', 'requests', step(1000, 10_000));
    expect(onsetOf([errors, requests], { series: errors.id }).visible).toBeLessThan(1);
    expect(onsetOf([errors], { series: errors.id }).visible).toBeGreaterThan(4);
  });

  test('a share of errors with its requests known is weighed as so many of so many', () => {
    const ratio = shopSeries('cart', 'error_ratio', { usual: 0.002, scatter: 0.2, at: (m) => (m >= 0 ? 0.08 : 0.002) });
    const requests = shopSeries('cart', 'requests', { usual: 900 });
    const onset = onsetOf([ratio, requests], { series: ratio.id });
    expect(Math.abs(minutesOff(onset.at))).toBeLessThan(1.5);
  });

  test('an earlier incident that was over does not pull the onset back', () => {
    const twice = shopSeries('cart', 'errors', { usual: 3, at: (m) => (m >= 0 || (m > -40 && m < -30) ? 90 : 3) });
    expect(Math.abs(minutesOff(onsetOf([twice], { series: twice.id }).at))).toBeLessThan(2);
  });

  test('what did not move tells against trouble', () => {
    const flat = shopSeries('cart', 'latency', { usual: 0.2 });
    expect(onsetOf([flat], { series: flat.id }).visible).toBeLessThan(0);
  });
});

describe('which series the alert watches', () => {
  const errors = shopSeries('cart', 'errors', { usual: 3 });
  const latency = shopSeries('cart', 'latency', { usual: 0.2 });
  const requests = shopSeries('cart', 'requests', { usual: 30 });

  test('the named one, else the one of the title, never requests or another service', () => {
    const all = [requests, errors, latency, shopSeries('web', 'errors', { usual: 1 })];
    expect(alertSeries(caseOf(all, { series: 'cart/latency' }))?.id).toBe('cart/latency');
    expect(alertSeries(caseOf(all, { title: 'p95 too slow' }))?.id).toBe('cart/latency');
    expect(alertSeries(caseOf(all, { title: '5xx' }))?.id).toBe('cart/errors');
    expect(alertSeries(caseOf(all))?.id).toBe('cart/errors');
    expect(alertSeries(caseOf([requests]))).toBeNull();
    expect(alertExcess(caseOf([requests]))).toBeNull();
  });

  test('a gauge whose rule says below is bad when it falls', () => {
    const hits = shopSeries('cart', 'other', step(90, 20));
    const residual = alertExcess(caseOf([hits], { series: hits.id, comparison: 'below' }))?.residual;
    expect(residual?.at(-1)).toBeGreaterThan(5);
  });

  test('with hardly any past the buckets up to the rule itself are used', () => {
    const few = { ...errors, points: errors.points.slice(-15) };
    expect(alertExcess(caseOf([few], { series: few.id }))).not.toBeNull();
    const none = { ...errors, points: errors.points.slice(-9) };
    expect(alertExcess(caseOf([none], { series: none.id }))).toBeNull();
  });
});

describe('whether it stayed', () => {
  const blip = shopSeries('cart', 'errors', { usual: 3, at: (m) => (m >= 0 && m < 3 ? 90 : 3) });
  const lasting = shopSeries('cart', 'errors', step(3, 90));

  test('five minutes as bad as before: 1.7 nats for trouble; none: 1.5 against', () => {
    const shown = (series: CaseSeries) => persistence(alertExcess(caseOf([series])) as never, ALERT.startedAt);
    expect(shown(lasting)).toEqual({ later: 5, share: 1, stepMs: MINUTE_MS });
    expect(persistenceEvidence({ later: 5, share: 1, stepMs: MINUTE_MS })).toBeCloseTo(1.69, 2);
    expect(shown(blip)?.share).toBe(0);
    expect(persistenceEvidence({ later: 5, share: 0, stepMs: MINUTE_MS })).toBeCloseTo(-1.5, 1);
  });

  test('nothing known after the alert, or nothing seen before it, says nothing', () => {
    const excess = alertExcess(caseOf([lasting])) as never;
    expect(persistence(excess, ASKED)).toBeNull();
    expect(
      persistence(alertExcess(caseOf([shopSeries('cart', 'errors', step(9, 0))])) as never, ALERT.startedAt),
    ).toBeNull();
  });

  test('quiet spells: between an old incident and the alert there is one, before it none more', () => {
    const excess = alertExcess(
      caseOf([shopSeries('cart', 'errors', { usual: 3, at: (m) => (m >= 0 || (m > -40 && m < -30) ? 90 : 3) })]),
    );
    if (excess === null) throw new Error('the series has a past');
    const spells = quietSpells(excess, 123);
    expect([spells[85], spells[122]]).toEqual([1, 0]);
    expect(spells[0]).toBe(2);
    const small = alertExcess(caseOf([shopSeries('cart', 'errors', { usual: 3 })]));
    if (small === null) throw new Error('the series has a past');
    expect(Math.max(...quietSpells(small, 30))).toBe(0);
  });
});
