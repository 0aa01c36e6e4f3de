import { expect, test } from '@jest/globals';
import { joinSeries } from './join-series.ts';

test('points of one id become one series in order of time, and the later answer wins', () => {
  const part = (id: string, ...points: [number, number][]) => ({ id, service: 'a', points });
  expect(joinSeries([part('x', [20, 1], [30, 1]), part('y', [1, 1]), part('x', [10, 2], [20, 2])])).toEqual([
    part('x', [10, 2], [20, 2], [30, 1]),
    part('y', [1, 1]),
  ]);
  expect(joinSeries([])).toEqual([]);
});
