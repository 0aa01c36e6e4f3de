import { expect, test } from '@jest/globals';
import { ASKED, shopSeries, step, TROUBLE } from '../../../../test/support/cases/shop-series.ts';
import type { CaseSeries } from '../../case.ts';
import { bucketedOnce } from '../series/bucketed-once.ts';
import { movedMetrics } from './moved-metrics.ts';

const ids = (...series: CaseSeries[]) => movedMetrics(series, TROUBLE, ASKED, bucketedOnce(ASKED)).map(({ id }) => id);

test('those of insides that moved at the onset, up or down', () => {
  const up = shopSeries('cache', 'other', step(20, 90), { id: 'cache/evictions' });
  const down = shopSeries('cache', 'saturation', step(90, 20), { id: 'cache/keys' });
  const work = shopSeries('jobs', 'throughput', step(90, 20), { id: 'jobs/done' });
  const still = shopSeries('cache', 'other', { usual: 20 }, { id: 'cache/clients' });
  const { kind: _, ...unknown } = shopSeries('cache', 'other', step(20, 90), { id: 'cache/unknown' });
  expect(ids(up, down, work, still, unknown)).toEqual(['cache/evictions', 'cache/keys', 'jobs/done', 'cache/unknown']);
});

test('not that something fails, is slow or has much to do, nor what belongs to a call', () => {
  for (const kind of ['errors', 'error_ratio', 'success_ratio', 'latency', 'requests'] as const) {
    expect(ids(shopSeries('shop', kind, step(20, 90)))).toEqual([]);
    for (const name of ['http_availability', 'http_ok_ratio', 'non_5xx_ratio', 'healthy_ratio'])
      expect(ids(shopSeries('shop', kind, step(20, 90), { name }))).toEqual([]);
  }
  expect(ids(shopSeries('shop', 'other', step(20, 90), { peer: 'cache' }))).toEqual([]);
});

test('a ratio of something else than requests that succeed', () => {
  const hits = { id: 'shop/hits', name: 'page_cache.hit_ratio' };
  expect(ids(shopSeries('shop', 'success_ratio', step(0.9, 0.4), hits))).toEqual(['shop/hits']);
  expect(ids(shopSeries('shop', 'error_ratio', step(0.1, 0.4), { name: 'page_cache.miss_ratio' }))).toEqual([]);
});

test('nothing of a series without a past, without a point, or that moved by less than three hundredths', () => {
  const late = shopSeries('cache', 'other', step(20, 90));
  expect(ids({ ...late, points: late.points.filter(([at]) => at * 1000 >= TROUBLE) })).toEqual([]);
  expect(ids({ ...late, points: [] })).toEqual([]);
  expect(ids(shopSeries('cache', 'other', { ...step(100, 102), scatter: 0 }))).toEqual([]);
  expect(ids(shopSeries('cache', 'other', { ...step(100, 140), scatter: 0 }))).toHaveLength(1);
});
