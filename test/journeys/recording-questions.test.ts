import { beforeEach, describe, expect, test } from '@jest/globals';
import { resolveRange } from '../../src/jobs/deploys/resolve-range.ts';
import { OperationalError } from '../../src/platform/errors.ts';
import { installationPerTest } from '../support/database/installation-per-test.ts';
import {
  A,
  B,
  C,
  deployment,
  F,
  githubDeliveries,
  HISTORY,
  minute,
  type RecordedJob,
  T0,
} from '../support/github/github-deliveries.ts';
import { historyInMemory } from '../support/github/history-in-memory.ts';

const at = installationPerTest(T0);
/** Jobs that were committed, in order. */
let jobs: RecordedJob[] = [];
beforeEach(() => {
  jobs = [];
});

const { storage, deliver, deliverAll, resolveAll, inTx, ledgerOf, commitsOf } = githubDeliveries(() => ({
  opened: at.opened,
  installationId: at.installationId,
  jobs,
}));

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
    await resolveRange(
      { storage, openRepository: history.open },
      { installationId: at.installationId, deployId: 'github:deployment:2' },
    );
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
    const job = { installationId: at.installationId, deployId: 'github:deployment:2' };
    await resolveRange({ storage, openRepository: limited.open }, job);
    expect(await commitsOf(B, C)).toHaveLength(2);
    expect(limited.questions.filter((question) => question.startsWith('compare'))).toHaveLength(1);
  });

  test('is nothing for a deploy that is not there', async () => {
    const history = historyInMemory(7, HISTORY);
    await resolveRange(
      { storage, openRepository: history.open },
      { installationId: at.installationId, deployId: 'github:deployment:404' },
    );
    expect(history.questions).toEqual([]);
  });

  test('says which commit a released tag stands for', async () => {
    await inTx((tx) =>
      tx.cursors.set(
        at.installationId,
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
