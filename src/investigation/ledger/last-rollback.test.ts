import { expect, test } from '@jest/globals';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../time.ts';
import { lastRollback } from './last-rollback.ts';
import type { LedgerDeploy } from './ledger-deploy.ts';

const OPENED = Date.UTC(2026, 2, 2, 3, 0);
const deploy = (id: string, more: Partial<LedgerDeploy>): LedgerDeploy => ({
  repositoryId: 1,
  service: 'shop',
  environment: 'production',
  id,
  source: 'flagger',
  sha: 'b'.repeat(40),
  previousSha: 'a'.repeat(40),
  startedAt: OPENED,
  outcome: 'success',
  kind: 'deploy',
  ...more,
});
const back = (at: number, more: Partial<LedgerDeploy> = {}) =>
  deploy(`back-${at}`, { kind: 'rollback', liveAt: at, sha: 'a'.repeat(40), previousSha: 'b'.repeat(40), ...more });

test.each<[string, readonly LedgerDeploy[]]>([
  ['nothing', []],
  ['a deploy', [deploy('d', { liveAt: OPENED })]],
  ['a rollout that failed and was not taken back', [deploy('d', { outcome: 'failure' })]],
  ['a rollback to the same', [back(OPENED, { previousSha: 'a'.repeat(40) })]],
  ['a rollback long before', [back(OPENED - 2 * HOUR_MS)]],
  ['a rollback long after', [back(OPENED + HOUR_MS + 2 * DAY_MS)]],
])('%s is no rollback of the incident', (_, deploys) => {
  expect(lastRollback(deploys, { openedAt: OPENED, resolvedAt: OPENED + HOUR_MS })).toBeUndefined();
});

test('what was live is taken back; the last time counts, with its end', () => {
  const at = OPENED + 5 * MINUTE_MS;
  const deploys = [back(OPENED), back(at, { commits: ['b'.repeat(40)], endedAt: at + HOUR_MS }), deploy('d', {})];
  expect(lastRollback(deploys, { openedAt: OPENED })).toEqual({
    at,
    source: 'flagger',
    good: 'a'.repeat(40),
    bad: 'b'.repeat(40),
    commits: ['b'.repeat(40)],
    endedAt: at + HOUR_MS,
  });
});

test('a canary that was never live is taken back, until something else is live', () => {
  const at = OPENED - MINUTE_MS;
  const failed = deploy('d', { outcome: 'failure', takenBackAt: at });
  const told = { at, source: 'flagger', good: 'a'.repeat(40), bad: 'b'.repeat(40) };
  expect(lastRollback([failed], { openedAt: OPENED })).toEqual(told);
  const next = deploy('e', { liveAt: at + HOUR_MS, sha: 'c'.repeat(40) });
  expect(lastRollback([failed, next], { openedAt: OPENED })).toEqual({ ...told, endedAt: at + HOUR_MS });
  // What goes to another part of production ends nothing here.
  const elsewhere = { ...next, environment: 'production-us' };
  expect(lastRollback([failed, elsewhere], { openedAt: OPENED })).toEqual(told);
});

test('whether what is lacking is all known stays known', () => {
  expect(lastRollback([back(OPENED, { truncated: true })], { openedAt: OPENED })).toMatchObject({ truncated: true });
});
