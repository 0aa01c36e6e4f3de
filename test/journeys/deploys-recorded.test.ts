import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { DEPLOY_SOURCES } from '../../src/intake/deploys/registry.generated.ts';
import { receiveDeploy } from '../../src/jobs/receive-deploy.ts';
import { recomputeLedger } from '../../src/jobs/recompute-ledger.ts';
import type { Delivery, DeliveryOutcome } from '../../src/storage/inbox-contract.ts';
import { type OpenStorage, openStorage } from '../../src/storage/open-storage.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

const T0 = Date.UTC(2026, 10, 23, 12);
const [A, B, C] = ['a', 'b', 'c'].map((letter) => letter.repeat(40)) as [string, string, string];
const SHOP = 7;
const time = (minute: number) => new Date(T0 - 86_400_000 + minute * 60_000).toISOString();
const ms = (minute: number) => T0 - 86_400_000 + minute * 60_000;

let database: FreshDatabase;
let opened: OpenStorage;
/** Each test is an installation of its own, with `acme/shop`; the one after it has `acme/other`. */
let installationId = 0;

beforeAll(async () => {
  database = await freshDatabase();
  opened = await openStorage({ databaseUrl: database.url, dataFolder: '/nonexistent', clock: { now: () => T0 } });
});
afterAll(async () => {
  await opened.close();
  await database.drop();
});
beforeEach(async () => {
  installationId += 2;
  await inTx(async (tx) => {
    const about = { defaultBranch: 'main', visibility: 'private', removed: false } as const;
    await tx.repositories.save({ ...about, installationId, repositoryId: SHOP, fullName: 'acme/shop' });
    await tx.repositories.save({
      ...about,
      installationId: installationId + 1,
      repositoryId: 9,
      fullName: 'acme/other',
    });
  });
});

const inTx = <T>(work: Parameters<typeof opened.storage.transaction<T>>[0]) => opened.storage.transaction(work);
const ledger = (service = 'shop', environment = 'production') =>
  inTx((tx) => tx.ledger.deploysOf(installationId, { repositoryId: SHOP, service, environment }));
const changes = () => inTx((tx) => tx.changes.between(installationId, 0, T0 + 1));

async function deliver(source: string, body: unknown, defaults: object = {}): Promise<DeliveryOutcome> {
  const delivery = await inTx(async (tx) => {
    const { id } = await tx.inbox.add({
      installationId,
      endpoint: 'deploy:ci',
      source,
      kind: 'deploy',
      dedupeKey: randomUUID(),
      via: 'push',
      headers: {},
      body: Buffer.from(JSON.stringify(body)),
    });
    return (await tx.inbox.get(installationId, id)) as Delivery;
  });
  const endpoints = [{ id: 'ci', source: '*', installationId, secrets: [], ...defaults }];
  return receiveDeploy({ storage: opened.storage, sources: DEPLOY_SOURCES, endpoints }, delivery);
}

const report = (id: string, sha: string, minute: number, more: object = {}) =>
  deliver('generic-deploy', {
    id,
    repo: 'acme/shop',
    sha,
    status: 'success',
    started_at: time(minute),
    finished_at: time(minute + 3),
    ...more,
  });

const captured = (path: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`../fixtures/deploys/${path}.json`, import.meta.url), 'utf8'));

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
    expect(await inTx((tx) => tx.ledger.keys(installationId))).toEqual([]);
    expect(await inTx((tx) => tx.ledger.keys(installationId + 1))).toEqual([]);
  });

  test('a repository that was removed has no deploys any more', async () => {
    await inTx(async (tx) => {
      const repository = await tx.repositories.get(installationId, SHOP);
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

describe('a source that repeats itself', () => {
  const flux = (sha: string, minute: number, reason = 'ReconciliationSucceeded') =>
    deliver('flux', {
      ...captured('flux/succeeded'),
      reason,
      timestamp: time(minute),
      metadata: { 'kustomize.toolkit.fluxcd.io/revision': `main@sha1:${sha}`, repository: 'acme/shop' },
    });

  test('tells of a deploy only when the revision changes, back included', async () => {
    for (const [sha, minute] of [
      [A, 0],
      [A, 10],
      [B, 20],
      [B, 30],
      [A, 40],
      [A, 50],
    ] as const) {
      expect(await flux(sha, minute)).toEqual({ state: 'done' });
    }
    expect(await ledger('checkout')).toMatchObject([
      { sha: A, liveAt: ms(0), endedAt: ms(20) },
      { sha: B, liveAt: ms(20), endedAt: ms(40) },
      { sha: A, liveAt: ms(40) },
    ]);
  });

  test('that failed first and then came up is one deploy', async () => {
    await flux(A, 0, 'HealthCheckFailed');
    await flux(A, 10, 'HealthCheckFailed');
    await flux(A, 20);
    expect(await ledger('checkout')).toMatchObject([{ sha: A, liveAt: ms(20), outcome: 'success' }]);
  });
});

describe('a rollout that was taken back', () => {
  const flagger = (phase: string, sha: string, minute: number) =>
    deliver('flagger', {
      ...captured('flagger/failed'),
      phase,
      metadata: { repository: 'acme/shop', service: 'checkout', sha, timestamp: String(ms(minute)) },
    });
  const live = async () => (await ledger('checkout')).filter(({ liveAt }) => liveAt !== undefined);

  test('was never live, and what came before it goes on', async () => {
    await flagger('Succeeded', A, 0);
    await flagger('Progressing', B, 30);
    await flagger('Failed', B, 40);
    expect(await ledger('checkout')).toMatchObject([
      { sha: A, outcome: 'success' },
      { sha: B, outcome: 'failure' },
    ]);
    expect(await live()).toEqual([expect.objectContaining({ sha: A })]);
  });

  test('puts the old version back where another source had the new one live', async () => {
    await report('1', A, 0, { service: 'checkout' });
    await report('2', B, 30, { service: 'checkout' });
    await flagger('Failed', B, 40);
    expect(await live()).toMatchObject([
      { sha: A, liveAt: ms(3), endedAt: ms(33) },
      { sha: B, liveAt: ms(33), endedAt: ms(40) },
      { sha: A, liveAt: ms(40), kind: 'rollback', source: 'flagger' },
    ]);
    await flagger('Failed', B, 41);
    expect(await live()).toHaveLength(3);
  });

  test('takes nothing back where only a repetition of the live version failed', async () => {
    await flagger('Succeeded', A, 0);
    await flagger('Succeeded', B, 30);
    await flagger('Failed', B, 40);
    expect((await live()).map(({ sha }) => sha)).toEqual([A, B]);
  });
});

describe('what is known by no commit', () => {
  test('is kept as a change, once for its beginning and end', async () => {
    await deliver('ecs', captured('ecs/in-progress.changes'));
    const { eventName: _, ...detail } = captured('ecs/in-progress.changes').detail as Record<string, unknown>;
    await deliver('ecs', {
      ...captured('ecs/in-progress.changes'),
      detail: { ...detail, eventName: 'SERVICE_DEPLOYMENT_COMPLETED', updatedAt: '2026-11-23T03:19:00Z' },
    });
    await deliver('ecs', captured('ecs/failed.changes'));
    expect(await changes()).toMatchObject([
      {
        kind: 'infrastructure',
        service: 'checkout',
        at: Date.UTC(2026, 10, 23, 3, 11, 11),
        title: expect.stringContaining('rolls out'),
      },
      {
        kind: 'infrastructure',
        service: 'checkout',
        at: Date.UTC(2026, 10, 23, 3, 21, 11),
        title: expect.stringContaining('rolled back'),
      },
    ]);
  });

  test('and belongs to another environment is none', async () => {
    expect(await deliver('launchdarkly', captured('launchdarkly/turned-on.changes'))).toEqual({ state: 'done' });
    expect(await deliver('launchdarkly', captured('launchdarkly/rollout.changes'))).toMatchObject({ state: 'ignored' });
    expect(await changes()).toEqual([
      {
        id: 'launchdarkly:57c0a8e29969090743529965',
        kind: 'flag',
        at: Date.UTC(2026, 10, 23, 3, 4, 5, 774),
        title: 'LaunchDarkly: turned on the flag Checkout v2 in production',
        service: 'checkout',
        actor: 'Ines Okafor',
      },
    ]);
  });
});

test('an application’s commit goes before the commit of its configuration', async () => {
  expect(await deliver('argocd', captured('argocd/succeeded'))).toEqual({ state: 'done' });
  expect(await ledger('checkout')).toMatchObject([
    {
      sha: '0f1e2d3c4b5a69788796a5b4c3d2e1f001020304',
      startedAt: Date.UTC(2026, 10, 23, 3, 8, 40),
      liveAt: Date.UTC(2026, 10, 23, 3, 9, 11),
    },
  ]);
  await deliver('argocd', captured('argocd/configuration-only.changes'));
  expect(await changes()).toMatchObject([{ kind: 'config', service: 'checkout' }]);
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
  installationId += 2;
  await inTx((tx) =>
    tx.repositories.save({
      installationId,
      repositoryId: SHOP,
      fullName: 'acme/shop',
      defaultBranch: 'main',
      visibility: 'private',
      removed: false,
    }),
  );
  for (const tell of [...told, ...told].reverse()) await tell();
  await inTx((tx) =>
    recomputeLedger(tx, installationId, { repositoryId: SHOP, service: 'shop', environment: 'production' }),
  );
  expect(await ledger()).toEqual(inOrder);
  expect(inOrder).toHaveLength(3);
});

test('a source that is not known is dead with the reason', async () => {
  expect(await deliver('spinnaker', {})).toMatchObject({ state: 'dead' });
});
