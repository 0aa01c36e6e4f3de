import { expect, test } from '@jest/globals';
import type { CustomEvidence } from '../../investigation/incident/service-map.ts';
import { plainText } from '../../investigation/sentence.ts';
import { OperationalError } from '../../platform/errors.ts';
import type { OpenConnection, TelemetryQuery } from '../../readers/telemetry/contract.ts';
import { readChecks } from './read-checks.ts';
import { telemetryMeter } from './telemetry-meter.ts';

const NOW = Date.UTC(2026, 10, 25, 13);
const QUEUE: CustomEvidence = {
  name: 'queue',
  reader: 'prometheus',
  query: 'sum(queue_depth)',
  comparison: 'above',
  threshold: 1_000,
  sentence: 'Orders are waiting',
};

function prometheus(read: (query: TelemetryQuery) => readonly (readonly [number, number])[][]) {
  const asked: TelemetryQuery[] = [];
  const connection: OpenConnection = {
    id: 'main',
    reader: 'prometheus',
    async read(query) {
      asked.push(query);
      const series = read(query).map((points, n) => ({ id: `s${n}`, service: 'checkout', points }));
      return { series, partial: [] };
    },
  };
  return { asked, connection };
}

test('the newest value of the worst series is held against the limit', async () => {
  const { asked, connection } = prometheus(() => [
    [
      [1, 5_000],
      [2, 40],
    ],
    [
      [1, 3],
      [2, 1_240],
    ],
    [],
  ]);
  const { checks, gaps } = await readChecks(
    [connection],
    [QUEUE, { ...QUEUE, comparison: 'below' }],
    'checkout',
    NOW,
    telemetryMeter(),
  );
  expect(gaps).toEqual([]);
  expect(checks.map(({ value }) => value)).toEqual([1_240, 40]);
  expect(checks[0]).toMatchObject({ name: 'queue', service: 'checkout', threshold: 1_000, says: 'Orders are waiting' });
  expect(asked[0]).toMatchObject({ query: 'sum(queue_depth)', from: NOW - 600_000, to: NOW });
});

test.each([
  ['a connection that is not there', [], /no telemetry called prometheus/],
  ['an empty answer', [prometheus(() => []).connection], /gave no data/],
  [
    'a failure',
    [
      prometheus(() => {
        throw new OperationalError('upstream-failed', 'Prometheus refused the question: parse error');
      }).connection,
    ],
    /parse error/,
  ],
])('%s is a gap with its reason', async (_name, connections, why) => {
  const { checks, gaps } = await readChecks(connections, [QUEUE], 'checkout', NOW, telemetryMeter());
  expect(checks).toEqual([]);
  expect(gaps.map((gap) => plainText(gap.what))).toEqual(['The check queue']);
  expect(plainText(gaps[0]?.why ?? [])).toMatch(why);
});

test('one that fails leaves the others alone', async () => {
  const { connection } = prometheus(() => [[[1, 7]]]);
  const { checks, gaps } = await readChecks(
    [connection],
    [{ ...QUEUE, reader: 'loki' }, QUEUE],
    'checkout',
    NOW,
    telemetryMeter(),
  );
  expect([checks.length, gaps.length]).toEqual([1, 1]);
});
