import { expect, test } from '@jest/globals';
import type { LedgerDeploy } from './ledger-deploy.ts';
import { oneOfParts } from './one-of-parts.ts';

const deploy = (environment: string, startedAt: number, sha = 'b'): LedgerDeploy => ({
  id: `${environment} ${startedAt}`,
  repositoryId: 1,
  service: 'web',
  environment,
  source: 'github',
  sha,
  previousSha: 'a',
  startedAt,
  outcome: 'success',
  kind: 'deploy',
});
const kept = (deploys: readonly LedgerDeploy[]) => oneOfParts(deploys, 100).map(({ id }) => id);

test('of one step in several parts the last one before the trouble stays', () => {
  expect(kept([deploy('eu', 10), deploy('us', 90), deploy('asia', 110)])).toEqual(['us 90']);
  expect(kept([deploy('eu', 110), deploy('us', 120)])).toEqual(['eu 110']);
});

test('another step and the same one again in one place are deploys of their own', () => {
  const all = [deploy('eu', 10), deploy('eu', 20), deploy('us', 30, 'c')];
  expect(oneOfParts(all, 100)).toEqual(all);
});
