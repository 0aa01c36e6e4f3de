import { beforeEach, describe, expect, test } from '@jest/globals';
import { installationPerTest } from '../support/database/installation-per-test.ts';
import { A, B, captured, deployDeliveries, ms, T0, time } from '../support/intake/deploy-deliveries.ts';

// `acme/shop` is installed in one, `acme/other` in the one after it.
const at = installationPerTest(T0, 2);
const { saveRepositories, ledger, changes, deliver, report } = deployDeliveries(() => at);
beforeEach(saveRepositories);

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
