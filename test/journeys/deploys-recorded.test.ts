import { beforeEach, describe, expect, test } from '@jest/globals';
import { recomputeLedger } from '../../src/jobs/deploys/recompute-ledger.ts';
import type { DeliveryOutcome } from '../../src/storage/inbox-contract.ts';
import { installationPerTest } from '../support/database/installation-per-test.ts';
import { A, B, C, deployDeliveries, ms, SHOP, T0, time } from '../support/intake/deploy-deliveries.ts';

// `acme/shop` is installed in one, `acme/other` in the one after it.
const at = installationPerTest(T0, 2);
const { inTx, saveRepositories, ledger, deliver, report } = deployDeliveries(() => at);
beforeEach(saveRepositories);

describe('a reported deploy', () => {
  test('is live from its end, until the next one', async () => {
    expect([await report('1', A, 0), await report('2', B, 60)]).toEqual([{ state: 'done' }, { state: 'done' }]);
    expect(await ledger()).toMatchObject([
      { sha: A, startedAt: ms(0), liveAt: ms(3), endedAt: ms(63), source: 'generic-deploy' },
      { sha: B, startedAt: ms(60), liveAt: ms(63), previousSha: A },
    ]);
  });

  test('that was reported twice is one, and every environment’s name is read as GitHub’s are', async () => {
    await report('1', A, 0, { environment: 'prod' });
    await report('1', A, 0, { environment: 'PRODUCTION' });
    expect(await ledger()).toHaveLength(1);
  });

  test('says what was live before it where the ledger does not know', async () => {
    await report('1', B, 0, { previous_sha: A });
    expect(await ledger()).toMatchObject([{ sha: B, previousSha: A }]);
  });

  test('under a known id with another commit or time is a conflict, and the first one stands', async () => {
    await report('1', A, 0);
    const other = await report('1', B, 0);
    const later = await report('1', A, 5);
    expect(other).toMatchObject({ state: 'dead', reason: expect.stringMatching(/^Conflict: .*another commit/) });
    expect(later).toMatchObject({ state: 'dead', reason: expect.stringMatching(/^Conflict: .*another time/) });
    expect(await ledger()).toMatchObject([{ sha: A, liveAt: ms(3) }]);
  });

  test('of another service under the same id is another deploy', async () => {
    await report('1', A, 0, { service: 'web' });
    await report('1', A, 1, { service: 'api' });
    expect([await ledger('web'), await ledger('api')]).toMatchObject([[{ sha: A }], [{ sha: A }]]);
  });

  test('that lies in the future is not taken', async () => {
    const outcome = await report('1', A, 24 * 60 + 30);
    expect(outcome).toMatchObject({ state: 'unmapped', reason: expect.stringContaining('future') });
    expect(await ledger()).toEqual([]);
  });
});

describe('whose deploy it is', () => {
  test.each(['acme/other', 'stranger/shop', 'acme/shop2'])('%s is not of the installation', async (repo) => {
    const outcome = await report('1', A, 0, { repo });
    expect(outcome).toMatchObject({ state: 'unmapped', reason: expect.stringContaining('installation') });
    expect(await inTx((tx) => tx.ledger.keys(at.installationId))).toEqual([]);
    expect(await inTx((tx) => tx.ledger.keys(at.installationId + 1))).toEqual([]);
  });

  test('a repository that was removed has no deploys any more', async () => {
    await inTx(async (tx) => {
      const repository = await tx.repositories.get(at.installationId, SHOP);
      if (repository) await tx.repositories.save({ ...repository, removed: true });
    });
    expect(await report('1', A, 0)).toMatchObject({ state: 'unmapped' });
  });

  test('a service finds its repository, and takes the name that the installation has for it', async () => {
    await report('1', A, 0, { service: 'checkout-api' });
    expect(await report('2', B, 10, { repo: undefined, service: 'Checkout_API' })).toEqual({ state: 'done' });
    expect(await ledger('checkout-api')).toMatchObject([{ sha: A }, { sha: B }]);
    expect(await report('3', B, 20, { repo: undefined, service: 'nobody' })).toMatchObject({ state: 'unmapped' });
  });

  test('the endpoint says what the sender leaves out', async () => {
    const defaults = { repository: 'Acme/Shop', service: 'web', environment: 'staging' };
    const body = { id: '1', service: 'web', sha: A, status: 'success', finished_at: time(3) };
    expect(await deliver('generic-deploy', body, defaults)).toEqual({ state: 'done' });
    expect(await ledger('web', 'staging')).toMatchObject([{ sha: A }]);
  });
});

test('whatever the order and however often, the ledger is the same', async () => {
  const told: (() => Promise<DeliveryOutcome>)[] = [
    () => report('1', A, 0),
    () => report('2', B, 30, { status: 'in_progress', finished_at: undefined }),
    () => report('2', B, 30),
    () => report('3', C, 60, { status: 'failure' }),
  ];
  for (const tell of told) await tell();
  const inOrder = await ledger();
  at.next();
  await inTx((tx) =>
    tx.repositories.save({
      installationId: at.installationId,
      repositoryId: SHOP,
      fullName: 'acme/shop',
      defaultBranch: 'main',
      visibility: 'private',
      removed: false,
    }),
  );
  for (const tell of [...told, ...told].reverse()) await tell();
  await inTx((tx) =>
    recomputeLedger(tx, at.installationId, { repositoryId: SHOP, service: 'shop', environment: 'production' }),
  );
  expect(await ledger()).toEqual(inOrder);
  expect(inOrder).toHaveLength(3);
});

test('a source that is not known is dead with the reason', async () => {
  expect(await deliver('spinnaker', {})).toMatchObject({ state: 'dead' });
});
