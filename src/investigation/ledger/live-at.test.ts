import { expect, test } from '@jest/globals';
import type { LedgerDeploy } from './ledger-deploy.ts';
import { liveAt } from './live-at.ts';

const deploy = (id: string, times: Pick<LedgerDeploy, 'startedAt' | 'liveAt' | 'endedAt'>): LedgerDeploy => ({
  id,
  repositoryId: 1,
  service: 'web',
  environment: 'production',
  source: 'github',
  sha: id.repeat(40),
  outcome: times.liveAt === undefined ? 'failure' : 'success',
  kind: 'deploy',
  ...times,
});
const history = [
  deploy('a', { startedAt: 5, liveAt: 10, endedAt: 20 }),
  deploy('b', { startedAt: 12 }),
  deploy('c', { startedAt: 15, liveAt: 20, endedAt: 20 }),
  deploy('d', { startedAt: 16, liveAt: 20 }),
];

test.each([
  [9, undefined],
  [10, 'a'],
  [19, 'a'],
  [20, 'd'],
  [1_000_000, 'd'],
])('at %i it is %s', (at, id) => {
  expect(liveAt(history, at)?.id).toBe(id);
});
