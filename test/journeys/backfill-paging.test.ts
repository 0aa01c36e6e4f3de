import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/investigation/time.ts';
import { type Backfill, backfill } from '../../src/jobs/deploys/backfill.ts';
import { type BackfillProgress, backfillProgress } from '../../src/jobs/deploys/backfill-progress.ts';
import { refillAfterOutage } from '../../src/jobs/repositories/refill-after-outage.ts';
import { OperationalError } from '../../src/platform/errors.ts';
import type { HistoryPage, RepositoryHistory } from '../../src/readers/repository/contract.ts';
import { type OpenStorage, openStorage } from '../../src/storage/open-storage.ts';
import { type FreshDatabase, freshDatabase } from '../support/database/database.ts';

const SHOP = 'acme/shop';

describe('a backfill', () => {
  const NOW = Date.UTC(2026, 10, 25);
  const REPOSITORY = 7;
  let database: FreshDatabase;
  let opened: OpenStorage;
  let installationId = 0;
  let jobs: { readonly startAt?: number }[] = [];
  let asked: string[] = [];

  beforeAll(async () => {
    database = await freshDatabase();
    opened = await openStorage({ databaseUrl: database.url, dataFolder: '/nonexistent', clock: { now: () => NOW } });
  });
  afterAll(async () => {
    await opened.close();
    await database.drop();
  });
  beforeEach(async () => {
    installationId += 1;
    jobs = [];
    asked = [];
    await opened.storage.transaction((tx) =>
      tx.repositories.save({
        installationId,
        repositoryId: REPOSITORY,
        fullName: SHOP,
        defaultBranch: 'main',
        visibility: 'private',
        removed: false,
      }),
    );
  });

  const event = (page: number) => ({
    repositoryId: REPOSITORY,
    service: 'shop',
    environment: 'production',
    eventId: `github:deployment_status:${page}`,
    attempt: `github:deployment:${page}`,
    source: 'github:deployment',
    state: 'success' as const,
    at: NOW - page * HOUR_MS,
    sha: String(page).repeat(40),
  });
  /** Three pages of deployments, one of merges. */
  const history = (
    change: Partial<RepositoryHistory> = {},
    budget: Pick<HistoryPage<never>, 'budget'> = {},
  ): RepositoryHistory => ({
    async deployments(page, since) {
      asked.push(`deployments ${page} since ${(NOW - since) / DAY_MS}`);
      return { found: [event(page)], last: page === 3, ...budget };
    },
    async merges(page) {
      asked.push(`merges ${page}`);
      return {
        found: [{ repositoryId: REPOSITORY, sha: '1'.repeat(40), mergedAt: NOW - 5, pullRequest: 3 }],
        last: true,
      };
    },
    async releases() {
      throw new Error('no rule says that a release is a deploy');
    },
    ...change,
  });
  const parts = (opens: RepositoryHistory, at = NOW): Backfill => ({
    storage: {
      ...opened.storage,
      transaction: (work) =>
        opened.storage.transaction((tx) =>
          work({
            ...tx,
            jobs: { enqueue: async (name, _, options = {}) => void (name === 'backfill' && jobs.push(options)) },
          }),
        ),
    },
    openHistory: () => opens,
    clock: { now: () => at },
  });
  const progress = (): Promise<BackfillProgress | undefined> =>
    opened.storage.transaction((tx) => backfillProgress(tx, installationId, REPOSITORY));
  const deploys = () =>
    opened.storage.transaction((tx) =>
      tx.ledger.deploysOf(installationId, { repositoryId: REPOSITORY, service: 'shop', environment: 'production' }),
    );
  /** Runs as long as it asks to. */
  async function run(opens: RepositoryHistory, at = NOW): Promise<void> {
    const payload = { installationId, repositoryId: REPOSITORY };
    await backfill(parts(opens, at), payload);
    while (jobs.pop() !== undefined) await backfill(parts(opens, at), payload);
  }

  test('reads page by page, then computes the ledger', async () => {
    await run(history());
    expect(asked).toEqual(['deployments 1 since 30', 'deployments 2 since 30', 'deployments 3 since 30', 'merges 1']);
    expect(await progress()).toMatchObject({ state: 'done', found: { deployments: 3, merges: 1, releases: 0 } });
    expect((await deploys()).map(({ sha }) => sha[0])).toEqual(['3', '2', '1']);
  });

  test('that fails in the middle goes on with that page', async () => {
    let broken = true;
    const failing = history({
      async deployments(page) {
        asked.push(`deployments ${page}`);
        if (page === 2 && broken) throw new OperationalError('upstream-rate-limited', '429', { retryable: true });
        return { found: [event(page)], last: page === 3 };
      },
    });
    await expect(run(failing)).rejects.toThrow('429');
    expect(await progress()).toMatchObject({ state: 'running', part: 'deployments', page: 2 });
    broken = false;
    asked = [];
    await run(failing);
    expect(asked).toEqual(['deployments 2', 'deployments 3', 'merges 1']);
    expect(await deploys()).toHaveLength(3);
  });

  test('waits for the next hour when what is left of GitHub’s allowance belongs to what happens now', async () => {
    const budget = { remaining: 1_200, limit: 5_000, resetAt: NOW + 20 * MINUTE_MS };
    await backfill(parts(history({}, { budget })), { installationId, repositoryId: REPOSITORY });
    expect(jobs).toMatchObject([{ startAt: NOW + 20 * MINUTE_MS }]);
    jobs = [];
    await backfill(parts(history({}, { budget: { ...budget, remaining: 3_000 } })), {
      installationId,
      repositoryId: REPOSITORY,
    });
    expect(jobs.map(({ startAt }) => startAt)).toEqual([undefined]);
  });

  test('leaves out what the App may not read, says so, and tries again later', async () => {
    const denied = history({
      async deployments() {
        throw new OperationalError('upstream-failed', 'Reading past deployments: GitHub answered 403', {
          status: 403,
        });
      },
    });
    await run(denied);
    expect(await progress()).toMatchObject({
      state: 'done',
      found: { deployments: 0, merges: 1 },
      skipped: { deployments: expect.stringContaining('403') },
    });
    await run(history(), NOW + MINUTE_MS);
    expect(await progress()).toMatchObject({ state: 'done', found: { deployments: 3 }, skipped: {} });
  });

  test('that was finished today is not repeated; after days only the days since are read', async () => {
    await run(history());
    asked = [];
    await run(history(), NOW + HOUR_MS);
    expect(asked).toEqual([]);
    await run(history(), NOW + 3 * DAY_MS);
    expect(asked[0]).toBe('deployments 1 since 1');
    expect(await deploys()).toHaveLength(3);
  });

  test('reads the releases alone, and all of them, once a configuration says that they are deploys', async () => {
    await run(history());
    asked = [];
    const deployReleases = { environment: 'production' };
    const outcome = { kind: 'valid', configuration: { level: 'report', services: [], deployReleases } };
    await opened.storage.transaction((tx) =>
      tx.cursors.set(installationId, `configuration:${REPOSITORY}`, JSON.stringify(outcome)),
    );
    const released = history({
      async releases(page, since, target) {
        asked.push(`releases ${page} since ${(NOW - since) / DAY_MS} to ${target.environment}`);
        return { found: [{ ...event(4), source: 'github:release' }], last: true };
      },
    });
    await run(released);
    expect(asked).toEqual(['releases 1 since 30 to production']);
    expect(await deploys()).toHaveLength(4);
    asked = [];
    await run(released);
    expect(asked).toEqual([]);
  });

  test('of a repository that is not there any more asks nothing', async () => {
    await opened.storage.transaction(async (tx) => {
      const repository = await tx.repositories.get(installationId, REPOSITORY);
      if (repository) await tx.repositories.save({ ...repository, removed: true });
    });
    await run(history());
    expect([asked, await progress()]).toEqual([[], undefined]);
  });

  test('is asked for of every repository after an outage that GitHub’s delivery log does not reach over', async () => {
    const { storage } = parts(history());
    await storage.transaction((tx) =>
      tx.installations.save({ installationId, account: 'acme', suspended: false, removed: false, permissions: {} }),
    );
    const awake = (at: number) => refillAfterOutage({ storage, clock: { now: () => at } });
    expect([await awake(NOW), await awake(NOW + 60 * HOUR_MS), jobs.length]).toEqual([0, 0, 0]);
    expect([await awake(NOW + 140 * HOUR_MS), jobs.length]).toEqual([1, 1]);
    expect([await awake(NOW + 141 * HOUR_MS), jobs.length]).toEqual([0, 1]);
  });
});
