import { describe, expect, test } from '@jest/globals';
import { excess } from '../../../../test/support/cases/bucketed-excess.ts';
import type { CaseSeries } from '../../case.ts';
import { type EpochMs, MINUTE_MS } from '../../time.ts';
import type { Excess } from '../series/excess.ts';
import { onsetPosterior } from './onset-posterior.ts';
import { shareOfBucket } from './share-of-bucket.ts';

const FIVE = 5 * MINUTE_MS;
const USUAL = [0, 0, 0, 0, 0, 0, 0, 0];

/** Errors in buckets of five minutes, none of which is usual. */
function failing(values: readonly number[], stepMs = FIVE): Excess {
  const observed = Float64Array.from(values);
  const expected = new Float64Array(values.length);
  const series: CaseSeries = { id: 'errors', service: 'cart', kind: 'errors', points: [] };
  return excess({ series, noise: 'counts', observed, expected, residual: observed, scale: 1 }, stepMs);
}

/** Seconds in buckets of five minutes, one of which is usual, as their logarithms. */
function slow(values: readonly number[], statistic?: string): Excess {
  const given = failing(values.map(Math.log));
  const series: CaseSeries = {
    ...given.series,
    kind: 'latency',
    ...(statistic === undefined ? {} : { statistic }),
  };
  return { ...given, series, noise: 'gauge', scale: 0.05 };
}

/** The share of the ninth bucket that fits best, in twentieths. */
const bestShare = (given: Excess): number => {
  const likelihood = shareOfBucket(given, 8);
  const shares = Array.from({ length: 21 }, (_, i) => i / 20);
  return likelihood === null ? Number.NaN : (shares.sort((a, b) => likelihood(b) - likelihood(a))[0] as number);
};

describe('the share of a bucket that was left to the trouble', () => {
  test('is what it shows of the full effect, and the minutes before it shows', () => {
    expect(bestShare(failing([...USUAL, 0, 100, 100]))).toBe(0);
    expect(bestShare(failing([...USUAL, 30, 100, 100]))).toBeCloseTo(0.6, 9);
    expect(bestShare(failing([...USUAL, 60, 100, 100]))).toBeCloseTo(0.8, 9);
    expect(bestShare(failing([...USUAL, 100, 100, 100]))).toBe(1);
  });

  test('is told by the mean of the next two buckets, or of the one that is there', () => {
    expect(bestShare(failing([...USUAL, 60, 50, 150, 900]))).toBeCloseTo(0.8, 9);
    expect(bestShare(failing([...USUAL, 60, 100]))).toBeCloseTo(0.8, 9);
  });

  test('is told in the series’ own unit: latencies mix over requests, their logarithms do not', () => {
    const seconds = [...USUAL.map(() => 1), 1.6, 2, 2];
    expect(bestShare(slow(seconds, 'Average'))).toBeCloseTo(0.8, 9);
    expect(shareOfBucket(slow(seconds, 'p95'), 8)).toBeNull();
    expect(shareOfBucket(slow(seconds), 8)).toBeNull();
  });

  test('cannot be told without an effect, without what follows, or where buckets are short', () => {
    expect(shareOfBucket(failing([...USUAL, 0, 0.9, 0.9]), 8)).toBeNull();
    expect(shareOfBucket(failing([...USUAL, 0, 1.1, 1.1]), 8)).not.toBeNull();
    expect(shareOfBucket(failing([...USUAL, 60]), 8)).toBeNull();
    expect(shareOfBucket(failing([...USUAL, 60, 100, 100], 2 * MINUTE_MS), 8)).toBeNull();
    expect(shareOfBucket(failing([...USUAL, 60, Number.POSITIVE_INFINITY, 100]), 8)).toBeNull();
  });

  test('is a likelihood: nothing at its best, bounded at its worst, and no more than a hint where all is noise', () => {
    const clear = shareOfBucket(failing([...USUAL, 60, 100, 100]), 8);
    expect(clear?.(0.8)).toBeCloseTo(0, 1);
    expect(clear?.(0)).toBe(-5);
    const noisy = shareOfBucket(failing([...USUAL, 1, 2, 2]), 8);
    expect(noisy?.(0)).toBeGreaterThan(-1);
  });
});

test('an onset in the middle of five minutes is found there', () => {
  const alert = (at: EpochMs) => ({ service: 'cart', startedAt: at, periodSeconds: 300, periods: 1 });
  const onsetOf = (first: number) => {
    const given = failing([...USUAL, first, 100, 100]);
    return onsetPosterior(alert(10 * FIVE), 11 * FIVE, given).at / MINUTE_MS;
  };
  expect(onsetOf(100)).toBeLessThan(41);
  expect(onsetOf(50)).toBeGreaterThan(41);
  expect(onsetOf(50)).toBeLessThan(43);
  expect(onsetOf(10)).toBeGreaterThan(43);
});
