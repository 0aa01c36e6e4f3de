import { expect, test } from '@jest/globals';
import { recomputeLedger } from '../../src/jobs/deploys/recompute-ledger.ts';
import { rollbackAround } from '../../src/jobs/reverts/rollback-around.ts';
import { installationPerTest } from '../support/database/installation-per-test.ts';
import { A, B, deployDeliveries, ms, SHOP, T0 } from '../support/intake/deploy-deliveries.ts';

const REVERT = 'c'.repeat(40);
const at = installationPerTest(T0, 2);
const { inTx, saveRepositories, report } = deployDeliveries(() => at);

test.each([
  ['all of it', false, { kind: 'reverted' }],
  ['all that is known of it', true, undefined],
])('git holds nothing of what a rollback took away once %s is reverted', async (_, truncated, inGit) => {
  const { installationId } = at;
  await saveRepositories();
  await report('1', A, 0);
  await report('2', B, 30);
  await report('3', A, 45);
  const incident = {
    id: `i${installationId}`,
    installationId,
    repositoryId: SHOP,
    service: 'shop',
    environment: 'production',
    state: 'open' as const,
    openedAt: ms(40),
    lastSignalAt: ms(40),
  };
  const told = await inTx(async (tx) => {
    const [key] = await tx.ledger.keys(installationId);
    if (key === undefined) throw new Error('nothing was deployed');
    const commits = [B];
    await tx.ledger.saveComparison(installationId, SHOP, { base: B, head: A, status: 'behind', commits, truncated });
    await recomputeLedger(tx, installationId, key);
    const commit = (sha: string, message: string, minute: number) =>
      tx.commits.save(installationId, { repositoryId: SHOP, sha, message, mergedAt: ms(minute) });
    await commit(B, 'Sum up lines', 20);
    await commit(REVERT, `Revert "Sum up lines"\n\nThis reverts commit ${B}.`, 50);
    return rollbackAround(tx, { ...incident, service: key.service });
  });
  expect(told).toMatchObject({ rollback: { good: A, bad: B } });
  expect(told?.inGit).toEqual(inGit);
});
