import { beforeEach, expect, test } from '@jest/globals';
import { parseRepositoryConfiguration } from '../../src/config/parse-repository-configuration.ts';
import { recomputeLedger } from '../../src/jobs/deploys/recompute-ledger.ts';
import { rollbackAround } from '../../src/jobs/reverts/rollback-around.ts';
import type { Transaction } from '../../src/storage/contract.ts';
import { installationPerTest } from '../support/database/installation-per-test.ts';
import { A, B, deployDeliveries, ms, SHOP, T0 } from '../support/intake/deploy-deliveries.ts';

const at = installationPerTest(T0, 2);
const { inTx, saveRepositories, report } = deployDeliveries(() => at);

beforeEach(async () => {
  await saveRepositories();
  const services = 'services:\n  checkout: {}\n  search: {}\n';
  await inTx((tx) =>
    tx.cursors.set(at.installationId, `configuration:${SHOP}`, JSON.stringify(parseRepositoryConfiguration(services))),
  );
});

test.each([
  ['a part of production', { service: 'checkout', environment: 'production-eu' }, true],
  ['the whole repository', { environment: 'production' }, true],
  ['another service', { service: 'search', environment: 'production' }, false],
  ['staging', { service: 'checkout', environment: 'staging' }, false],
])('a rollback of %s is told in the incident in production where it is of that', async (_, place, isTold) => {
  const { installationId } = at;
  await report('1', A, 0, place);
  await report('2', B, 30, place);
  const incident = {
    id: `i${installationId}`,
    installationId,
    repositoryId: SHOP,
    service: 'checkout',
    environment: 'production',
    state: 'open' as const,
    openedAt: ms(40),
    lastSignalAt: ms(40),
  };
  await inTx((tx) => tx.incidents.save(incident));
  const wanted: unknown[] = [];
  const enqueue: Transaction['jobs']['enqueue'] = async (name, payload) => {
    if (name === 'tell-rollback') wanted.push(payload);
  };
  const told = await inTx(async (tx) => {
    const [key] = await tx.ledger.keys(installationId);
    if (key === undefined) throw new Error('nothing was deployed');
    const back = { eventId: 'back:success', attempt: 'back', source: 'flagger', state: 'success' } as const;
    await tx.ledger.addEvent(installationId, { ...key, ...back, at: ms(45), sha: A, kind: 'rollback' });
    await recomputeLedger({ ...tx, jobs: { ...tx.jobs, enqueue } }, installationId, key);
    return rollbackAround(tx, incident);
  });
  expect(wanted).toEqual(isTold ? [{ installationId, incidentId: incident.id }] : []);
  expect(told?.rollback.bad).toBe(isTold ? B : undefined);
});
