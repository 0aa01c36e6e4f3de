import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { readInstanceConfiguration } from '../../src/config/instance-configuration.ts';
import { type Backfill, backfill } from '../../src/jobs/backfill.ts';
import { type BackfillProgress, backfillProgress } from '../../src/jobs/backfill-progress.ts';
import { refillAfterOutage } from '../../src/jobs/refill-after-outage.ts';
import { type RunningWhatchanged, startWhatchanged } from '../../src/main.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { OperationalError } from '../../src/platform/errors.ts';
import { createLog } from '../../src/platform/log.ts';
import type { HistoryPage, RepositoryHistory } from '../../src/readers/repository/contract.ts';
import { type OpenStorage, openStorage } from '../../src/storage/open-storage.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { firingAlert } from '../support/firing-alert.ts';
import type { LocalGitHub } from '../support/local-github/local-github.ts';
import { startLocalGitHub } from '../support/local-github/start-local-github.ts';
import { waitUntil } from '../support/wait-until.ts';

const SHOP = 'acme/shop';
const INSTALLATION = 4711;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const SECRETS = { webhook: 'a-backfill-needs-a-long-secret-012345', alert: 'a-backfill-alert-secret' };

jest.setTimeout(180_000);

describe('a repository with thirty deployments from before the installation', () => {
  let github: LocalGitHub;
  let database: FreshDatabase;
  let program: RunningWhatchanged;
  const shas: string[] = [];
  let guilty = 0;
  const lines: string[] = [];
  const now = Date.now();
  const storage = () => program.storage;
  const repositoryId = () => github.repository(SHOP).id;
  const ledger = () =>
    storage().transaction((tx) =>
      tx.ledger.deploysOf(INSTALLATION, { repositoryId: repositoryId(), service: 'shop', environment: 'production' }),
    );

  beforeAll(async () => {
    github = await startLocalGitHub();
    const { app, privateKey } = github.createApp({
      slug: 'whatchanged',
      webhookSecret: SECRETS.webhook,
      permissions: { contents: 'write', issues: 'write', pull_requests: 'write', deployments: 'read' },
      events: ['push', 'pull_request', 'deployment', 'deployment_status'],
    });
    await github.createRepository(SHOP);
    const deployed = async (sha: string, at: number, more: object = {}) => {
      const deployment = await github.createDeployment(SHOP, { sha, environment: 'Production', at, ...more });
      await github.createDeploymentStatus(SHOP, deployment, { state: 'in_progress', at: at + MINUTE_MS });
      await github.createDeploymentStatus(SHOP, deployment, { state: 'success', at: at + 3 * MINUTE_MS });
    };
    const old = await github.commit(SHOP, { message: 'Begin', files: { 'a.txt': '0\n' }, at: now - 50 * DAY_MS });
    await deployed(old, now - 40 * DAY_MS);
    for (let day = 29; day > 0; day -= 1) {
      const at = now - day * 20 * HOUR_MS;
      shas.push(
        await github.commit(SHOP, { message: `Change ${day}`, files: { 'a.txt': `${day}\n` }, at: at - HOUR_MS }),
      );
      await deployed(shas.at(-1) ?? '', at);
    }
    await deployed(shas.at(-1) ?? '', now - 10 * HOUR_MS, { environment: 'preview-7', transient: true });
    await github.commit(SHOP, {
      branch: 'sum',
      message: 'Sum up',
      files: { 'src/cart.js': 'export const total = (cart) => cart.lines.reduce((sum, line) => sum + line, 0);\n' },
      at: now - 2 * HOUR_MS,
    });
    guilty = (await github.openPullRequest(SHOP, { head: 'sum', title: 'Sum up the cart', at: now - 2 * HOUR_MS }))
      .number;
    const merged = await github.mergePullRequest(SHOP, guilty, { method: 'squash', at: now - HOUR_MS });
    shas.push(merged.sha);
    await deployed(merged.sha, now - 9 * MINUTE_MS);

    database = await freshDatabase();
    program = await startWhatchanged({
      configuration: readInstanceConfiguration({
        APP_ID: String(app.id),
        PRIVATE_KEY: privateKey,
        WEBHOOK_SECRET: SECRETS.webhook,
        GITHUB_API_URL: github.url,
        GITHUB_WEB_URL: github.url,
        PORT: '0',
        DATABASE_URL: database.url,
        WHATCHANGED_INSTALLATION: String(INSTALLATION),
        WHATCHANGED_ALERT_SECRET: SECRETS.alert,
      }),
      clock: systemClock,
      log: createLog({ level: 'info', destination: { write: (line) => void lines.push(line) } }),
      betweenWritesMs: 0,
    });
    github.webhooks.setUrl(app, `http://127.0.0.1:${program.port}/webhooks/github`);
    await github.install(app, 'acme', { id: INSTALLATION });
  });
  afterAll(async () => {
    await program.close();
    await github.stop();
    await database.drop();
  });

  test('they are in the ledger with their own times and ranges, and what is older than a month is not', async () => {
    await waitUntil(
      'the ranges to be read',
      async () => {
        const deploys = await ledger();
        const read = deploys.slice(1).every(({ commits }) => commits !== undefined);
        return deploys.length === 30 && read && deploys.every(({ verified }) => verified === true) ? true : undefined;
      },
      120_000,
    );
    const deploys = await ledger();
    expect(deploys.map(({ sha }) => sha)).toEqual(shas);
    expect(deploys.slice(1).map(({ commits }) => commits)).toEqual(shas.slice(1).map((sha) => [sha]));
    expect(new Set(deploys.map(({ kind }) => kind))).toEqual(new Set(['unknown', 'deploy']));
    const [first, second] = deploys;
    const minute = (at: number) => Math.floor(at / 1_000) * 1_000;
    expect(first).toMatchObject({
      startedAt: minute(now - 29 * 20 * HOUR_MS + MINUTE_MS),
      liveAt: minute(now - 29 * 20 * HOUR_MS + 3 * MINUTE_MS),
      endedAt: second?.liveAt,
      source: 'github:deployment',
      verified: true,
    });
    const keys = await storage().transaction((tx) => tx.ledger.keys(INSTALLATION));
    expect(keys.map(({ environment }) => environment)).toEqual(['production']);
  });

  test('its progress is kept and logged, and the merge is known with its pull request', async () => {
    const progress = await storage().transaction((tx) => backfillProgress(tx, INSTALLATION, repositoryId()));
    // A request with its start and success each, and what GitHub says of all but the last: inactive.
    expect(progress).toMatchObject({ state: 'done', found: { deployments: 119, merges: 1, releases: 0 }, skipped: {} });
    const told = lines
      .map((line): Record<string, unknown> => JSON.parse(line))
      .filter(({ msg }) => msg === 'history filled in');
    expect(told.map(({ part, state }) => `${String(part)} ${String(state)}`).at(-1)).toBe('ledger done');
    expect(told.length).toBeGreaterThanOrEqual(4);
    const [commit] = await storage().transaction((tx) =>
      tx.commits.many(INSTALLATION, repositoryId(), [shas.at(-1) ?? '']),
    );
    expect(commit).toMatchObject({ pullRequest: guilty, pullRequestTitle: 'Sum up the cart', mergeKind: 'squash' });
  });

  test('the first alert after the installation finds the deploy before it', async () => {
    const summary = "TypeError: Cannot read properties of undefined (reading 'reduce') at total (src/cart.js:1:38)";
    const response = await fetch(`http://127.0.0.1:${program.port}/alerts/alertmanager/default`, {
      method: 'POST',
      headers: { authorization: `Bearer ${SECRETS.alert}`, 'content-type': 'application/json' },
      body: JSON.stringify(firingAlert({ service: 'shop', startsAt: now - 2 * MINUTE_MS, summary })),
    });
    expect(response.status).toBe(202);
    const issue = await waitUntil('the issue', () => github.issues(SHOP).find((one) => one.pull === undefined));
    expect(issue.title).toContain(`#${guilty}`);
  });

  test('it asked only for what it needed, and only read', () => {
    const statuses = github.requests.filter(({ path }) => /\/deployments\/\d+\/statuses$/.test(path));
    expect(statuses).toHaveLength(30);
    expect(github.violations).toEqual([]);
    expect(github.contractViolations).toEqual([]);
    expect(github.unknownRoutes).toEqual([]);
  });
});

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
        throw new OperationalError('upstream-failed', 'GitHub answered 403 while reading past deployments', {
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
