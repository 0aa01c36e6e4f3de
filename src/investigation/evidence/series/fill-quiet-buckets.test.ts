import { expect, test } from '@jest/globals';
import { minutes } from '../../../../test/support/cases/series-by-hand.ts';
import { fillQuietBuckets } from './fill-quiet-buckets.ts';

test('half as many points as requests are no sparse series', () => {
  const errors = (count: number) => minutes(count, () => 1, { kind: 'errors' });
  const requests = minutes(8, () => 9, { kind: 'requests' });
  expect(fillQuietBuckets(errors(4), requests).points).toHaveLength(4);
  expect(fillQuietBuckets(errors(3), requests).points.map(([, value]) => value)).toEqual([1, 1, 1, 0, 0, 0, 0, 0]);
  expect(fillQuietBuckets({ ...errors(3), kind: 'other' }, requests).points).toHaveLength(3);
});
