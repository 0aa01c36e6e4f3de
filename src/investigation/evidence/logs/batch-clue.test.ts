import { expect, test } from '@jest/globals';
import { fresh } from '../../../../test/support/cases/fresh-signature.ts';
import { row, SINCE, UNTIL } from '../../../../test/support/cases/log-rows.ts';
import { code } from '../../sentence.ts';
import { MINUTE_MS } from '../../time.ts';
import { batchClue } from './batch-clue.ts';
import type { SignatureRows } from './log-signatures.ts';
import { readLogs } from './read-logs.ts';

function report(template: string, more: Partial<SignatureRows> = {}): SignatureRows {
  return fresh(template, { level: 'other', after: 3, rateRatio: 400, ...more });
}

test.each([
  'export',
  'recalculation',
  'recalculating',
  'recalculate',
  'backfill',
  'backfilling',
  'reindex',
  'reindexed',
  'nightly',
  'monthly',
  'vacuum',
  'backup',
  'settlement',
  'dunning',
  'archiving',
  'archived',
  'archive',
  'aggregation run',
  'snapshot job',
  'etl',
  'import run',
])('a job that reports %s', (word) => {
  expect(batchClue([report(`the ${word} began`)], new Set())).toEqual([
    {
      clue: 'batch-job',
      weight: 0.6,
      says: ['a batch job of ', code('shop'), ' started: ', code(`the ${word} began`)],
    },
  ]);
});

test.each([
  ['a word that only contains one', report('exported, metlar')],
  ['an error', report('export', { level: 'error' })],
  ['two lines', report('export', { after: 2 })],
  ['no growth', report('export', { rateRatio: 1, before: 3 })],
])('no job that began: %s', (_, signature) => {
  expect(batchClue([signature], new Set())).toEqual([]);
});

test('a job of a service counts as just deployed within the hour before, at the reference time itself and not after', () => {
  const batch = [1, 2, 3].map((minute) => row(minute, 'nightly export', { level: 'info', count: 9 }));
  const weight = (startedAt: number) =>
    readLogs(
      {
        id: 'c',
        askedAt: UNTIL,
        alert: { service: 'shop', startedAt: SINCE },
        deploys: [{ id: 'd', service: 'shop', startedAt }],
        logs: [row(-60, 'tick', { level: 'info' }), ...batch],
      },
      SINCE,
    ).noChange[0]?.weight;
  expect(weight(SINCE)).toBe(0.3);
  expect(weight(SINCE - 59 * MINUTE_MS)).toBe(0.3);
  expect(weight(SINCE - 60 * MINUTE_MS)).toBe(0.6);
  expect(weight(SINCE + 1)).toBe(0.6);
});
