import { expect, test } from '@jest/globals';
import type { CaseSeries } from '../../case.ts';
import { MINUTE_MS } from '../../time.ts';
import { versionRuns } from './version-runs.ts';

function series(
  kind: NonNullable<CaseSeries['kind']>,
  version: string,
  values: readonly number[],
  more = {},
): CaseSeries {
  const points = values.map((value, minute) => [minute * 60, value] as const);
  return { id: `${kind}/${version}`, service: 'cart', kind, version, stepSeconds: 60, points, ...more };
}

function minutes(all: readonly CaseSeries[], askedAt = 60 * MINUTE_MS) {
  const runs = versionRuns(all, 'cart', askedAt);
  return Object.fromEntries(
    [...runs].map(([name, own]) => [name, own.map(({ from, amount }) => [from / 60_000, amount])]),
  );
}

test('a version ran where it was asked something, whatever else is written of it', () => {
  const all = [
    series('errors', '1', [0, 3, 0]),
    series('requests', '1', [9, 9, 0]),
    series('requests', '2', [0, 0, 7]),
  ];
  expect(minutes(all)).toEqual({
    1: [
      [0, 9],
      [1, 9],
    ],
    2: [[2, 7]],
  });
});

test('without requests a latency tells that it ran, and not how much it did', () => {
  expect(minutes([series('latency', '1', [0.2, 0, 0.3]), series('errors', '2', [4])])).toEqual({
    1: [
      [0, 1],
      [2, 1],
    ],
  });
});

test('no errors are no sign that nothing ran', () => {
  expect(minutes([series('errors', '1', [0, 0]), series('errors', '2', [1])])).toEqual({
    1: [
      [0, 1],
      [1, 1],
    ],
    2: [[0, 1]],
  });
});

test('its own pods together, no other service, no calls, nothing without a version and nothing later than asked', () => {
  const { version: _, ...whole } = series('requests', '1', [9]);
  const all = [
    series('requests', '1', [5], { instance: 'b' }),
    series('requests', '1', [3, 3], { instance: 'a' }),
    series('requests', '2', [1], { service: 'web' }),
    series('requests', '3', [1], { peer: 'db' }),
    whole,
  ];
  expect(minutes(all, MINUTE_MS)).toEqual({
    1: [
      [0, 5],
      [0, 3],
    ],
  });
  expect([...versionRuns([series('requests', '1', [5], { stamp: 'end' })], 'cart', MINUTE_MS).values()]).toEqual([
    [{ from: -MINUTE_MS, to: 0, amount: 5 }],
  ]);
});
