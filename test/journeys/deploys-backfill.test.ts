import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { readInstanceConfiguration } from '../../src/config/instance-configuration.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/investigation/time.ts';
import { backfillProgress } from '../../src/jobs/deploys/backfill-progress.ts';
import { type RunningWhatchanged, startWhatchanged } from '../../src/main.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { createLog } from '../../src/platform/log.ts';
import { type FreshDatabase, freshDatabase } from '../support/database/database.ts';
import { firingAlert } from '../support/intake/firing-alert.ts';
import type { LocalGitHub } from '../support/local-github/local-github.ts';
import { startLocalGitHub } from '../support/local-github/start-local-github.ts';
import { waitUntil } from '../support/wait-until.ts';

const SHOP = 'acme/shop';
const INSTALLATION = 4711;
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
