import type { CaseSeries } from '../../../src/investigation/case.ts';
import type { BucketedSeries } from '../../../src/investigation/evidence/series/bucketed-series.ts';

/** Buckets of these values, the first of which begins at 0. */
export function buckets(stepMs: number, values: readonly number[]): BucketedSeries {
  return { starts: Float64Array.from(values, (_, i) => i * stepMs), values: Float64Array.from(values), stepMs };
}

/** A series with one point for each minute from 0 on. */
export function minutes(count: number, at: (minute: number) => number, more: Partial<CaseSeries> = {}): CaseSeries {
  return {
    id: 's',
    service: 'cart',
    stepSeconds: 60,
    points: Array.from({ length: count }, (_, minute) => [minute * 60, at(minute)] as const),
    ...more,
  };
}
