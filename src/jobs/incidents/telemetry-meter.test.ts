import { expect, test } from '@jest/globals';
import { sentence } from '../../investigation/sentence.ts';
import { OperationalError } from '../../platform/errors.ts';
import type { OpenConnection } from '../../readers/telemetry/contract.ts';
import { readTelemetry } from './read-telemetry.ts';
import { telemetryMeter } from './telemetry-meter.ts';

const query = { id: 'errors', query: 'q', from: 0, to: 60_000, stepSeconds: 60, as: { service: 'checkout' } };
const connection = (id: string, read: OpenConnection['read']): OpenConnection => ({ id, reader: 'cloudwatch', read });

test('every question counts for its connection with what it cost, also one that failed after it was billed', async () => {
  const meter = telemetryMeter();
  const free = connection('metrics', async () => ({ series: [], partial: [] }));
  const paid = connection('cloudwatch', async (_query, _signal, bill) => {
    bill?.({ what: 'cloudwatch-metrics', amount: 3 });
    throw new OperationalError('upstream-failed', 'half way');
  });
  const asked = [paid, free, paid].map((one) => ({ connection: one, query, expected: false }));
  const { gaps } = await readTelemetry(asked, meter);
  expect(gaps.map(({ why }) => why)).toEqual(Array(2).fill(sentence`${{ code: 'half way' }}`));
  expect(meter.counts()).toEqual([
    { connection: 'cloudwatch', questions: 2, billed: [{ what: 'cloudwatch-metrics', amount: 6 }] },
    { connection: 'metrics', questions: 1 },
  ]);
});
