import { expect, test } from '@jest/globals';
import type { CaseSeries } from '../../case.ts';
import { bucketedOnce } from './bucketed-once.ts';
import { bucketSeries } from './bucketed-series.ts';

test('the same buckets as before, and only once', () => {
  const points = Array.from({ length: 20 }, (_, minute) => [minute * 60, minute] as const);
  const series: CaseSeries = { id: 's', service: 'cart', stepSeconds: 60, points };
  const bucketed = bucketedOnce(600_000);
  expect(bucketed(series)).toEqual(bucketSeries(series, 600_000));
  expect(bucketed(series)).toBe(bucketed(series));
});
