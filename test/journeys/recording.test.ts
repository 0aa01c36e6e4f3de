import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createDispatcher } from '../../src/intake/github/create-dispatcher.ts';
import { RECORDERS } from '../../src/intake/github/registry.generated.ts';
import { liveAt } from '../../src/investigation/ledger/live-at.ts';
import { recordGitHubDelivery } from '../../src/jobs/record-github-delivery.ts';
import { resolveRange } from '../../src/jobs/resolve-range.ts';
import { OperationalError } from '../../src/platform/errors.ts';
import type { Storage } from '../../src/storage/contract.ts';
import type { Delivery, DeliveryOutcome } from '../../src/storage/inbox-contract.ts';
import { type OpenStorage, openStorage } from '../../src/storage/open-storage.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { changed, githubFixture } from '../support/github-fixture.ts';
import { type HistoryInMemory, historyInMemory } from '../support/history-in-memory.ts';

const [A, B, C, F] = ['a', 'b', 'c', 'f'].map((letter) => letter.repeat(40)) as [string, string, string, string];
const HISTORY = { [A]: [], [B]: [A], [C]: [B], [F]: [A] };
const REPOSITORY = { id: 7, full_name: 'acme/shop', default_branch: 'main', private: true, visibility: 'private' };
const T0 = Date.UTC(2026, 0, 1);
const minute = (count: number) => new Date(T0 + count * 60_000).toISOString();

let database: FreshDatabase;
let opened: OpenStorage;
let storage: Storage;
/** Jobs that were committed, in order. */
let jobs: { name: string; payload: object }[];
/** Each test is an installation of its own. */
let installationId = 0;
const dispatcher = await createDispatcher(RECORDERS);

beforeAll(async () => {
  database = await freshDatabase();
  opened = await openStorage({ databaseUrl: database.url, dataFolder: '/nonexistent', clock: { now: () => T0 } });
  storage = {
    ...opened.storage,
    transaction: async (work) => {
      const enqueued: typeof jobs = [];
      const result = await opened.storage.transaction((tx) =>
        work({ ...tx, jobs: { enqueue: async (name, payload) => void enqueued.push({ name, payload }) } }),
      );
      jobs.push(...enqueued);
      return result;
    },
  };
});
afterAll(async () => {
  await opened.close();
  await database.drop();
});
beforeEach(() => {
  jobs = [];
  installationId += 1;
});

type Said = readonly [event: string, payload: object];

async function deliver(...[event, payload]: Said): Promise<DeliveryOutcome> {
  const body = Buffer.from(
    JSON.stringify({ repository: REPOSITORY, installation: { id: installationId }, ...payload }),
  );
  const delivery = await opened.storage.transaction(async (tx) => {
    const { id } = await tx.inbox.add({
      installationId: 0,
      endpoint: 'github',
      source: 'github',
      kind: 'github',
      dedupeKey: randomUUID(),
      via: 'push',
      headers: { 'x-github-event': event },
      body,
    });
    return (await tx.inbox.get(0, id)) as Delivery;
  });
  return recordGitHubDelivery({ storage, dispatcher }, delivery);
}

/** What GitHub says of one deployment: its request, its start and its end. */
function deployment(id: number, sha: string, at: number, end = 'success', more: object = {}): readonly Said[] {
  const environment = 'production';
  const made = {
    id,
    sha,
    ref: 'main',
    environment,
    original_environment: environment,
    created_at: minute(at),
    ...more,
  };
  const status = (state: string, statusId: number, when: number): Said => [
    'deployment_status',
    { action: 'created', deployment: made, deployment_status: { id: statusId, state, created_at: minute(when) } },
  ];
  return [
    ['deployment', { action: 'created', deployment: made }],
    status('in_progress', id * 10, at + 1),
    status(end, id * 10 + 1, at + 3),
  ];
}

async function deliverAll(said: readonly Said[]): Promise<void> {
  for (const one of said) await deliver(...one);
}

/** Runs what was asked of the repository until nothing is left. */
async function resolveAll(history: HistoryInMemory): Promise<void> {
  for (;;) {
    const asked = new Set(
      jobs
        .filter(({ name }) => name === 'resolve-range')
        .map(({ payload }) => String(Reflect.get(payload, 'deployId'))),
    );
    jobs = [];
    if (asked.size === 0) return;
    for (const deployId of asked) {
      await resolveRange({ storage, openRepository: history.open }, { installationId, deployId });
    }
  }
}

const inTx = <T>(work: Parameters<typeof opened.storage.transaction<T>>[0]) => opened.storage.transaction(work);
const ledgerOf = (service = 'shop', environment = 'production') =>
  inTx((tx) => tx.ledger.deploysOf(installationId, { repositoryId: 7, service, environment }));
const commitsOf = (...shas: string[]) => inTx((tx) => tx.commits.many(installationId, 7, shas));

describe('what was live', () => {
  test('is known for each moment, with what each deploy brought', async () => {
    await deliverAll([...deployment(1, A, 0), ...deployment(2, C, 60)]);
    await resolveAll(historyInMemory(7, HISTORY));
    const deploys = await ledgerOf();
    expect(deploys).toMatchObject([
      { sha: A, startedAt: T0 + 60_000, liveAt: T0 + 180_000, endedAt: T0 + 63 * 60_000, kind: 'unknown' },
      { sha: C, previousSha: A, kind: 'deploy', commits: [B, C], verified: true, outcome: 'success' },
    ]);
    expect(deploys[0]).not.toHaveProperty('commits');
    expect(liveAt(deploys, T0 + 30 * 60_000)?.sha).toBe(A);
    expect(liveAt(deploys, T0 + 90 * 60_000)?.sha).toBe(C);
    expect(await commitsOf(B, C)).toMatchObject([{ files: [{ patch: '@@ bbbbbbb' }] }, { parents: [B] }]);
  });

  test('does not depend on the order in which GitHub delivers, nor on how often', async () => {
    const said = [
      ...deployment(1, A, 0),
      ...deployment(2, B, 20, 'failure'),
      ...deployment(3, C, 40),
      ...deployment(4, A, 60),
    ];
    await deliverAll(said);
    await resolveAll(historyInMemory(7, HISTORY));
    const expected = await ledgerOf();
    expect(expected.map(({ kind }) => kind)).toEqual(['unknown', 'deploy', 'deploy', 'rollback']);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...said, ...said], { minLength: said.length * 2 }), async (again) => {
        installationId += 1;
        jobs = [];
        await deliverAll(again);
        await resolveAll(historyInMemory(7, HISTORY));
        expect(await ledgerOf()).toEqual(expected);
      }),
      { numRuns: 5 },
    );
  });

  test('is right when all of it arrives at once', async () => {
    await Promise.all(
      [...deployment(1, A, 0), ...deployment(2, B, 20), ...deployment(3, C, 40)].map((one) => deliver(...one)),
    );
    await resolveAll(historyInMemory(7, HISTORY));
    expect(await ledgerOf()).toMatchObject([
      { sha: A, endedAt: T0 + 23 * 60_000 },
      { sha: B, previousSha: A, commits: [B] },
      { sha: C, previousSha: B, commits: [C] },
    ]);
  });

  test('counts the commits of a failed deploy to the next one', async () => {
    await deliverAll([...deployment(1, A, 0), ...deployment(2, B, 20, 'error'), ...deployment(3, C, 40)]);
    await resolveAll(historyInMemory(7, HISTORY));
    expect(await ledgerOf()).toMatchObject([
      { endedAt: T0 + 43 * 60_000 },
      { outcome: 'failure', commits: [B] },
      { previousSha: A, commits: [B, C] },
    ]);
  });

  test('after a rollback names what vanished', async () => {
    await deliverAll([
      ...deployment(1, B, 0),
      ...deployment(2, C, 20),
      ...deployment(3, B, 40),
      ...deployment(4, B, 60),
    ]);
    await resolveAll(historyInMemory(7, HISTORY));
    expect((await ledgerOf()).slice(2)).toMatchObject([
      { kind: 'rollback', previousSha: C, commits: [C] },
      { kind: 'redeploy', commits: [] },
    ]);
    expect(await commitsOf(C)).toHaveLength(1);
  });

  test('belongs to a service: siblings never end each other’s windows', async () => {
    const service = (name: string) => ({ payload: { service: name } });
    await deliverAll([
      ...deployment(1, A, 0, 'success', service('web')),
      ...deployment(2, B, 9, 'success', service('api')),
    ]);
    expect(await ledgerOf('web')).toMatchObject([{ sha: A }]);
    expect((await ledgerOf('web'))[0]).not.toHaveProperty('endedAt');
    expect((await ledgerOf('api'))[0]).not.toHaveProperty('previousSha');
  });
});

describe('what is asked of the repository', () => {
  test('is each thing once', async () => {
    const history = historyInMemory(7, HISTORY);
    await deliverAll([...deployment(1, A, 0), ...deployment(2, C, 60)]);
    await resolveAll(history);
    expect([...history.questions].sort()).toEqual(
      [`isReachable ${A}`, `isReachable ${C}`, `compare ${A}...${C}`, `commit ${B}`, `commit ${C}`].sort(),
    );
    await deliverAll(deployment(2, C, 60));
    await resolveAll(history);
    await resolveRange({ storage, openRepository: history.open }, { installationId, deployId: 'github:deployment:2' });
    expect(history.questions).toHaveLength(5);
  });

  test('shows the commit of a fork as unverified', async () => {
    await deliverAll([...deployment(1, A, 0), ...deployment(2, F, 60)]);
    await resolveAll(historyInMemory(7, HISTORY, { foreign: [F] }));
    expect(await ledgerOf()).toMatchObject([{ verified: true }, { sha: F, verified: false }]);
  });

  test('is nothing for a preview, which is recorded all the same', async () => {
    const preview = { environment: 'pr-12', original_environment: 'pr-12', transient_environment: true };
    await deliverAll(deployment(1, A, 0, 'success', preview));
    expect(jobs).toEqual([]);
    expect(await ledgerOf('shop', 'pr-12')).toMatchObject([{ sha: A, transient: true }]);
  });

  test('goes on after a rate limit with what is missing', async () => {
    let answered = 0;
    const limited = historyInMemory(7, HISTORY, {
      beforeAnswer: (question) => {
        answered += Number(question.startsWith('commit'));
        if (question.startsWith('commit') && answered <= 2) {
          throw new OperationalError('upstream-rate-limited', 'wait', { retryable: true, retryAfterMs: 1 });
        }
      },
    });
    await deliverAll([...deployment(1, A, 0), ...deployment(2, C, 60)]);
    await expect(resolveAll(limited)).rejects.toMatchObject({ code: 'upstream-rate-limited' });
    expect((await ledgerOf())[1]).toMatchObject({ commits: [B, C] });
    const job = { installationId, deployId: 'github:deployment:2' };
    await resolveRange({ storage, openRepository: limited.open }, job);
    expect(await commitsOf(B, C)).toHaveLength(2);
    expect(limited.questions.filter((question) => question.startsWith('compare'))).toHaveLength(1);
  });

  test('is nothing for a deploy that is not there', async () => {
    const history = historyInMemory(7, HISTORY);
    await resolveRange(
      { storage, openRepository: history.open },
      { installationId, deployId: 'github:deployment:404' },
    );
    expect(history.questions).toEqual([]);
  });

  test('says which commit a released tag stands for', async () => {
    await inTx((tx) =>
      tx.cursors.set(
        installationId,
        'configuration:7',
        JSON.stringify({
          kind: 'valid',
          configuration: { level: 'report', services: [], deployReleases: { environment: 'production' } },
        }),
      ),
    );
    const release = { id: 5, tag_name: 'v1', draft: false, prerelease: false, published_at: minute(5) };
    expect(await deliver('release', { action: 'published', release })).toEqual({ state: 'done' });
    await resolveAll(historyInMemory(7, HISTORY, { tags: { v1: B } }));
    expect(await ledgerOf()).toMatchObject([{ sha: B, ref: 'refs/tags/v1', verified: true, outcome: 'success' }]);
  });
});

describe('changes', () => {
  const pushed = (sha: string, files: readonly string[] = ['x.ts']): Said => [
    'push',
    {
      ref: 'refs/heads/main',
      before: A,
      after: sha,
      deleted: false,
      commits: [{ id: sha, message: 'Push', timestamp: minute(0), author: { name: 'Ada' }, modified: files }],
      repository: { ...REPOSITORY, pushed_at: T0 / 1000 - 60 },
    },
  ];
  const merged: Said = [
    'pull_request',
    {
      action: 'closed',
      pull_request: {
        number: 12,
        title: 'Discount once',
        merged: true,
        merged_at: minute(1),
        merge_commit_sha: B,
        base: { ref: 'main' },
      },
    },
  ];

  test.each([
    ['push first', [pushed(B), merged]],
    ['merge first', [merged, pushed(B)]],
  ])('a merge and its push are one change: %s', async (_, said) => {
    await deliverAll(said);
    expect(await inTx((tx) => tx.commits.mergedBetween(installationId, 0, T0 * 2))).toMatchObject([
      { sha: B, pullRequest: 12, pullRequestTitle: 'Discount once', author: 'Ada', mergedAt: T0 - 60_000 },
    ]);
  });

  test('a push never takes back what was read from the repository', async () => {
    await deliverAll([...deployment(1, A, 0), ...deployment(2, B, 9)]);
    await resolveAll(historyInMemory(7, HISTORY));
    await deliverAll([pushed(B)]);
    expect(await commitsOf(B)).toMatchObject([
      { files: [{ path: 'b.ts', patch: '@@ bbbbbbb' }], mergedAt: T0 - 60_000 },
    ]);
  });

  test('to the configuration are read anew', async () => {
    await deliverAll([pushed(B), pushed(C, ['.github/whatchanged.yml'])]);
    expect(jobs).toEqual([{ name: 'refresh-configuration', payload: { installationId, repositoryId: 7 } }]);
  });
});

describe('installations', () => {
  const said = (action: string): Said => [
    'installation',
    changed(githubFixture('installation').payload, {
      action,
      installation: { id: installationId },
      repository: undefined,
    }),
  ];
  const deliverInstallation = (action: string) =>
    deliver(said(action)[0], { ...said(action)[1], repository: undefined });
  const repositories = () => inTx((tx) => tx.repositories.list(installationId));

  test('bring their repositories, whose configuration is read', async () => {
    expect(await deliverInstallation('created')).toEqual({ state: 'done' });
    expect(await repositories()).toMatchObject([
      { fullName: 'Codertocat/Hello-World', removed: false, defaultBranch: 'HEAD' },
    ]);
    expect(jobs).toMatchObject([{ name: 'refresh-configuration', payload: { repositoryId: 186853002 } }]);
  });

  test('that were deleted stay so, whatever comes late', async () => {
    for (const action of ['created', 'deleted', 'created']) await deliverInstallation(action);
    expect(await inTx((tx) => tx.installations.get(installationId))).toMatchObject({
      removed: true,
      account: 'Codertocat',
    });
  });

  test('take all their repositories along', async () => {
    await deliverAll(deployment(1, A, 0));
    await deliverInstallation('deleted');
    expect((await repositories()).map(({ removed }) => removed)).toEqual([true, true]);
  });

  test('are suspended and taken up again', async () => {
    const suspended = async () => (await inTx((tx) => tx.installations.get(installationId)))?.suspended;
    await deliverInstallation('suspend');
    expect(await suspended()).toBe(true);
    await deliverInstallation('unsuspend');
    expect(await suspended()).toBe(false);
  });

  test('know a repository by its id: a new name is the same repository', async () => {
    await deliverAll(deployment(1, A, 0));
    const renamed = { ...REPOSITORY, full_name: 'acme/store', default_branch: 'trunk' };
    for (const [event, payload] of deployment(2, B, 9)) await deliver(event, { ...payload, repository: renamed });
    expect(await repositories()).toMatchObject([{ repositoryId: 7, fullName: 'acme/store', defaultBranch: 'trunk' }]);
  });
});

describe('what cannot be recorded', () => {
  test('is ignored with the reason', async () => {
    expect(await deliver('star', { action: 'created' })).toEqual({
      state: 'ignored',
      reason: 'an event that nothing records',
    });
  });

  test('is refused whole: nothing of it is stored', async () => {
    const [, [, payload] = ['', {}]] = deployment(1, 'no-sha', 0);
    await expect(deliver('deployment_status', payload)).rejects.toMatchObject({ code: 'delivery-invalid' });
    expect(await inTx((tx) => tx.repositories.list(installationId))).toEqual([]);
  });
});
