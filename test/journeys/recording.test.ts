import { beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { liveAt } from '../../src/investigation/ledger/live-at.ts';
import { installationPerTest } from '../support/database/installation-per-test.ts';
import {
  A,
  B,
  C,
  deployment,
  githubDeliveries,
  HISTORY,
  minute,
  REPOSITORY,
  type RecordedJob,
  type Said,
  T0,
} from '../support/github/github-deliveries.ts';
import { changed, githubFixture } from '../support/github/github-fixture.ts';
import { historyInMemory } from '../support/github/history-in-memory.ts';

const at = installationPerTest(T0);
/** Jobs that were committed, in order. */
let jobs: RecordedJob[] = [];
beforeEach(() => {
  jobs = [];
});

const { deliver, deliverAll, resolveAll, inTx, ledgerOf, commitsOf } = githubDeliveries(() => ({
  opened: at.opened,
  installationId: at.installationId,
  jobs,
}));

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
        at.next();
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
    expect(await inTx((tx) => tx.commits.mergedBetween(at.installationId, 0, T0 * 2))).toMatchObject([
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
    expect(jobs).toEqual([
      { name: 'refresh-configuration', payload: { installationId: at.installationId, repositoryId: 7 } },
    ]);
  });
});

describe('installations', () => {
  const said = (action: string): Said => [
    'installation',
    changed(githubFixture('installation').payload, {
      action,
      installation: { id: at.installationId },
      repository: undefined,
    }),
  ];
  const deliverInstallation = (action: string) =>
    deliver(said(action)[0], { ...said(action)[1], repository: undefined });
  const repositories = () => inTx((tx) => tx.repositories.list(at.installationId));

  test('bring their repositories, whose configuration is read', async () => {
    expect(await deliverInstallation('created')).toEqual({ state: 'done' });
    expect(await repositories()).toMatchObject([
      { fullName: 'Codertocat/Hello-World', removed: false, defaultBranch: 'HEAD' },
    ]);
    expect(jobs).toMatchObject([{ name: 'refresh-configuration', payload: { repositoryId: 186853002 } }]);
  });

  test('that were deleted stay so, whatever comes late', async () => {
    for (const action of ['created', 'deleted', 'created']) await deliverInstallation(action);
    expect(await inTx((tx) => tx.installations.get(at.installationId))).toMatchObject({
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
    const suspended = async () => (await inTx((tx) => tx.installations.get(at.installationId)))?.suspended;
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
    expect(await inTx((tx) => tx.repositories.list(at.installationId))).toEqual([]);
  });
});
