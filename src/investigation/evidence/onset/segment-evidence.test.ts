import { describe, expect, test } from '@jest/globals';
import { excess } from '../../../../test/support/cases/bucketed-excess.ts';
import { MINUTE_MS } from '../../time.ts';
import type { Excess } from '../series/excess.ts';
import { ruleLag } from './alert-rule.ts';
import { suffixEvidence } from './segment-evidence.ts';

const OUTLIERS = Math.exp(-3);

describe('the rule alone', () => {
  test.each([
    [{ periodSeconds: 60, periods: 2 }, 1, 2, 2.5, 5],
    [{ periodSeconds: 600, periods: 1 }, 0, 10, 11.5, 10],
    [{}, 0, 5, 6.5, 5],
    [{ periods: 0 }, 0, 5, 6.5, 5],
  ])('%j holds for %d of %d minutes for certain', (rule, held, whole, uniform, mean) => {
    const { ruleMs, cumulative } = ruleLag({ service: 'a', startedAt: 0, ...rule });
    expect(ruleMs).toBe(whole * MINUTE_MS);
    for (const lag of [-1, 0, held, held + 0.5, held + 1, whole + 1, 30, 359, 400]) {
      const soon = lag <= held ? 0 : 1 - Math.exp(-(lag - held) / mean);
      const slow = lag <= whole ? 0 : Math.min(1, Math.log(lag / whole) / Math.log(360 / whole));
      const expected =
        0.58 * Math.min(1, Math.max(0, (lag - held) / uniform)) +
        0.28 * soon +
        0.1 * slow +
        0.04 * Math.min(1, Math.max(0, (lag + 1) / (held + 1)));
      expect(cumulative(lag * MINUTE_MS)).toBeCloseTo(expected, 9);
    }
  });
});

describe('the evidence of a bucket', () => {
  /** What one bucket adds, by the size of the effect. */
  const adds = (given: Excess, bucket: number) =>
    suffixEvidence(given).bySize.map((sums) => (sums[bucket] as number) - (sums[bucket + 1] as number));
  const mixed = (nats: number, best: number) =>
    Math.log((Math.exp(nats - best) + OUTLIERS) / (Math.exp(-best) + OUTLIERS));

  test('counts: Poisson with the multiplier of the range that fits best', () => {
    const observed = Float64Array.from([10, 10, 10, 10, 10, 10, 10, 10, 30, 0, 10]);
    const given = excess({ noise: 'counts', observed, expected: new Float64Array(11).fill(10) });
    const nats = (m: number) => 30 * Math.log(m) - (m - 1) * 10;
    const thirty = adds(given, 8);
    expect(thirty).toHaveLength(6);
    expect(thirty[0]).toBeCloseTo(mixed(nats(2), nats(3)), 9);
    expect(thirty[1]).toBeCloseTo(mixed(nats(3), nats(3)), 9);
    expect(thirty[2]).toBeCloseTo(mixed(nats(3.5), nats(3)), 9);
    expect(thirty[5]).toBeCloseTo(mixed(nats(55), nats(3)), 9);
    expect(adds(given, 9)[1]).toBeCloseTo(mixed(-10, 10), 9);
    expect(adds(given, 10)[0]).toBeCloseTo(mixed(10 * Math.log(1.25) - 2.5, 0), 9);
    const [all] = suffixEvidence(given).bySize;
    expect(all?.at(-1)).toBe(0);
    expect(all?.[8]).toBeCloseTo((adds(given, 8)[0] ?? 0) + (adds(given, 9)[0] ?? 0) + (adds(given, 10)[0] ?? 0), 9);
  });

  test('counts that scatter more than Poisson’s weigh less, past incidents apart', () => {
    const observed = Float64Array.from([4, 16, 4, 16, 4, 16, 4, 16, 30]);
    const given = excess({ noise: 'counts', observed, expected: new Float64Array(9).fill(10) });
    const dispersion = 36 / 10.5 / 1.32;
    const nats = (30 * Math.log(3) - 20) / dispersion;
    expect(adds(given, 8)[1]).toBeCloseTo(mixed(nats, nats), 9);
    const past = Float64Array.from([10, 10, 10, 900, 10, 10, 10, 10, 30]);
    const calm = adds(excess({ noise: 'counts', observed: past, expected: new Float64Array(9).fill(10) }), 8);
    expect(calm[1]).toBeCloseTo(mixed(30 * Math.log(3) - 20, 30 * Math.log(3) - 20), 9);
    const fresh = excess({
      noise: 'counts',
      observed: Float64Array.from([30]),
      expected: Float64Array.from([10]),
      usualUntil: 0,
    });
    expect(adds(fresh, 0)[1]).toBeCloseTo(mixed(30 * Math.log(3) - 20, 30 * Math.log(3) - 20), 9);
  });

  test('a count where nothing was ever counted', () => {
    const given = excess({
      noise: 'counts',
      observed: Float64Array.from([0, 0, 0, 0, 0, 0, 0, 0, 1]),
      expected: new Float64Array(9),
    });
    const best = Math.log(1000) - 999 * 1e-3;
    expect(adds(given, 8)[5]).toBeCloseTo(mixed(best, best), 9);
  });

  const shares = (last: number, usual: number, more: Partial<Excess> = {}) =>
    excess({
      noise: 'ratio',
      observed: Float64Array.from([usual, usual, usual, usual, usual, usual, usual, usual, last]),
      expected: new Float64Array(9).fill(usual),
      exposure: new Float64Array(9).fill(100),
      residual: new Float64Array(9),
      ...more,
    });

  test('shares with their requests: binomial, within the range', () => {
    const nats = (of: number) => 30 * Math.log(of / 0.1) + 70 * Math.log((1 - of) / 0.9);
    const found = adds(shares(0.3, 0.1), 8);
    expect(found[0]).toBeCloseTo(mixed(nats(0.2), nats(0.3)), 9);
    expect(found[1]).toBeCloseTo(mixed(nats(0.3), nats(0.3)), 9);
    expect(found[2]).toBeCloseTo(mixed(nats(0.35), nats(0.3)), 9);
    expect(found[4]).toBeCloseTo(mixed(nats(0.999), nats(0.3)), 9);
  });

  test('a share that was never seen counts as half of one, one above a half as a half', () => {
    const p = 0.5 / 801;
    const nats = (of: number) => 10 * Math.log(of / p) + 90 * Math.log((1 - of) / (1 - p));
    expect(adds(shares(0.1, 0), 8)[5]).toBeCloseTo(mixed(nats(0.1), nats(0.1)), 9);
    const high = (of: number) => 95 * Math.log(of / 0.5) + 5 * Math.log((1 - of) / 0.5);
    const above = Float64Array.from([0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.95]);
    expect(adds(shares(0, 0.8, { observed: above }), 8)[0]).toBeCloseTo(mixed(high(0.95), high(0.95)), 6);
  });

  test('shares that scatter more than chance weigh less; without all requests they are a gauge', () => {
    const observed = Float64Array.from([0.04, 0.16, 0.04, 0.16, 0.04, 0.16, 0.04, 0.16, 0.3]);
    const dispersion = 36 / 9.5 / 1.32;
    const nats = (30 * Math.log(3) + 70 * Math.log(7 / 9)) / dispersion;
    expect(adds(shares(0, 0.1, { observed }), 8)[1]).toBeCloseTo(mixed(nats, nats), 9);
    const gauge = (exposure: number[]) => adds(shares(0.3, 0.1, { exposure: Float64Array.from(exposure) }), 8)[0];
    const still = adds(excess({ residual: new Float64Array(9) }), 8)[0];
    expect(gauge([100, 100, 100, 100, 100, 100, 100, 100, Number.NaN])).toBe(still);
    expect(gauge([100, 100, 100, 100, 100, 100, 100, 100, -1])).toBe(still);
    expect(gauge([0, 100, 100, 100, 100, 100, 100, 100, 100])).not.toBe(still);
    expect(adds(shares(0.3, 0.1, { noise: 'gauge' }), 8)[0]).toBe(still);
  });

  const student = (z: number) => -2.5 * Math.log(1 + z ** 2 / 4);
  const shifted = (z: number, shift: number) =>
    student((z - shift) / (1 + shift / 6)) - Math.log(1 + shift / 6) - student(z);

  test('a gauge: Student’s t around a shift, bounded on both sides', () => {
    const found = adds(excess({ residual: Float64Array.from([0, 0, 0, 0, 0, 0, 0, 0, 3]) }), 8);
    expect(found.slice(0, 3)).toEqual([1.5, 3, 6].map((shift) => expect.closeTo(shifted(3, shift), 9)));
    expect(adds(excess({ residual: Float64Array.from([0, 0, 0, 0, 0, 0, 0, 0, 40]) }), 8)[4]).toBe(3);
    expect(adds(excess({ residual: Float64Array.from([0, 0, 0, 0, 0, 0, 0, 0, 0]) }), 8)[5]).toBe(-4);
  });

  test('a smooth gauge holds fewer independent buckets, a quarter at the least', () => {
    const last = (usual: readonly number[]) =>
      adds(excess({ residual: Float64Array.from([...usual, 3]), usualUntil: usual.length }), usual.length)[1];
    const plain = shifted(3, 3);
    expect(last([1, 1, -1, -1, 1, 1, -1, -1])).toBeCloseTo(plain / (1.125 / 0.875), 9);
    expect(last([11, 11, -11, -11, 11, 11, -11, -11])).toBeCloseTo(plain / (1.125 / 0.875), 9);
    expect(last([3, 3, 1, 1, 3, 3, 1, 1])).toBeCloseTo(plain / (1.125 / 0.875), 9);
    expect(last([1, 1, 1, 1, -1, -1, -1, -1])).toBeCloseTo(plain / 4, 9);
    expect(last([1, -1, 1, -1, 1, -1, 1, -1])).toBeCloseTo(plain, 9);
    expect(last([2, 2, 2, 2, 2, 2, 2, 2])).toBeCloseTo(plain, 9);
    expect(last([1, 1, -1, -1, 1, 1, -1])).toBeCloseTo(plain, 9);
  });
});
