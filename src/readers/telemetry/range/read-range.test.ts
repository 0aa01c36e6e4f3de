import { expect, test } from '@jest/globals';
import type { TelemetryQuery } from '../contract.ts';
import { readRange } from './read-range.ts';

const query = (from: number, to: number, stepSeconds = 1): TelemetryQuery => ({
  id: 'q',
  query: 'q',
  from,
  to,
  stepSeconds,
  as: { service: 'checkout' },
});
const points = (count: number): (readonly [number, number])[] => Array.from({ length: count }, (_, n) => [n, n]);

test('a million points are cut and told, and what is kept is whole', async () => {
  const series = Array.from({ length: 100 }, (_, n) => ({ labels: { n: String(n) }, points: points(10_000) }));
  const { series: kept, partial } = await readRange(query(0, 1_000), { pointsPerAsk: 10_000 }, async () => ({
    series,
    notes: [],
  }));
  expect(kept).toHaveLength(20);
  for (const one of kept) expect(one.points).toHaveLength(10_000);
  expect(partial).toEqual(['only 20 of 100 series were read: the answer was too large']);
});

test('one series alone with a million points is not kept, and that is told', async () => {
  const { series, partial } = await readRange(query(0, 1_000), { pointsPerAsk: 10_000 }, async () => ({
    series: [{ labels: {}, points: points(1_000_000) }],
    notes: [],
  }));
  expect(series).toEqual([]);
  expect(partial).toEqual(['only 0 of 1 series were read: the answer was too large']);
});

test('parts touch without a gap and without an overlap, and their series join', async () => {
  const asked: (readonly [number, number])[] = [];
  const { series } = await readRange(query(0, 99_000), { pointsPerAsk: 30 }, async ({ from, to }) => {
    asked.push([from, to]);
    return { series: [{ labels: { a: 'b' }, points: [[from / 1_000, 1]] }], notes: [] };
  });
  expect(asked).toEqual([
    [0, 29_000],
    [30_000, 59_000],
    [60_000, 89_000],
    [90_000, 99_000],
  ]);
  expect(series).toEqual([
    {
      labels: { a: 'b' },
      points: [
        [0, 1],
        [30, 1],
        [60, 1],
        [90, 1],
      ],
    },
  ]);
});

test('a vendor’s own step is no finer than what was asked, and told', async () => {
  const step = (seconds: number) => Math.ceil(seconds / 60) * 60;
  const { stepSeconds, partial } = await readRange(
    query(0, 7_500_000, 75),
    { pointsPerAsk: 1_000, step },
    async () => ({
      series: [],
      notes: ['a', 'a'],
    }),
  );
  expect(stepSeconds).toBe(120);
  expect(partial).toEqual(['the range was read in steps of 120 s instead of 75 s', 'a']);
});
