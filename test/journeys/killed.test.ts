import { afterEach, expect, jest, test } from '@jest/globals';
import { systemClock } from '../../src/platform/clock.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import { freshDatabase } from '../support/database/database.ts';
import { firingAlert } from '../support/intake/firing-alert.ts';
import { startLocalGitHub } from '../support/local-github/start-local-github.ts';
import { serveProgram } from '../support/program/served-program.ts';
import { waitUntil } from '../support/wait-until.ts';

const SHOP = 'acme/shop';
const INSTALLATION = 4711;
const WEBHOOK_SECRET = 'killed-and-started-again-0123456789';
const ALERT_SECRET = 'killed-and-started-again';
const KILLS = 3;

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});
jest.setTimeout(180_000);

test('killed while deliveries come in and started again: every delivery is recorded, and there is one issue', async () => {
  const github = await startLocalGitHub();
  stops.push(() => github.stop());
  const { app, privateKey } = github.createApp({
    slug: 'whatchanged',
    webhookSecret: WEBHOOK_SECRET,
    permissions: { contents: 'write', issues: 'write', pull_requests: 'write', deployments: 'read' },
    events: ['push', 'pull_request', 'deployment', 'deployment_status', 'issues', 'issue_comment'],
  });
  const database = await freshDatabase();
  stops.push(() => database.drop());
  const environment = {
    APP_ID: String(app.id),
    PRIVATE_KEY: privateKey,
    WEBHOOK_SECRET,
    GITHUB_API_URL: github.url,
    GITHUB_WEB_URL: github.url,
    PORT: '0',
    DATABASE_URL: database.url,
    WHATCHANGED_INSTALLATION: String(INSTALLATION),
    WHATCHANGED_ALERT_SECRET: ALERT_SECRET,
  };
  let program = await serveProgram(environment);
  stops.push(() => program.stop());
  const start = async () => {
    program = await serveProgram(environment);
    github.webhooks.setUrl(app, `http://127.0.0.1:${program.port}/webhooks/github`);
  };
  github.webhooks.setUrl(app, `http://127.0.0.1:${program.port}/webhooks/github`);

  await github.createRepository(SHOP);
  await github.install(app, 'acme', { id: INSTALLATION });
  let sha = await github.commit(SHOP, { message: 'First', author: 'ines', files: { 'a.txt': '0\n' } });
  const live = async (commit: string) => {
    const deployment = await github.createDeployment(SHOP, { sha: commit });
    await github.createDeploymentStatus(SHOP, deployment, { state: 'success' });
  };
  await live(sha);
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const burst = (async () => {
      for (let n = 0; n < 8; n += 1) {
        sha = await github.commit(SHOP, {
          message: `Change ${kill}.${n}`,
          author: 'omar',
          files: { 'a.txt': `${kill}.${n}\n` },
        });
        await live(sha);
      }
    })();
    const before = github.webhooks.deliveries.length;
    await waitUntil('deliveries to be under way', () =>
      github.webhooks.deliveries.length > before + 6 ? true : undefined,
    );
    await program.kill();
    await burst;
    await start();
  }
  const alert = () =>
    fetch(`http://127.0.0.1:${program.port}/alerts/alertmanager/default`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ALERT_SECRET}` },
      body: JSON.stringify(firingAlert({ service: 'shop' })),
    });
  expect((await alert()).status).toBe(202);
  await program.kill();
  await start();
  await waitUntil('the issue', () => github.issues(SHOP).find((one) => one.pull === undefined));

  const opened = await openStorage({ databaseUrl: database.url, dataFolder: '', clock: systemClock });
  const { storage } = opened;
  stops.push(() => opened.close());
  const sent = [...new Set(github.webhooks.deliveries.map(({ guid }) => guid))];
  await waitUntil('every delivery to be recorded', async () => {
    const known = await storage.transaction((tx) => tx.inbox.known('github', sent));
    const { pending, dead } = await storage.transaction((tx) => tx.inbox.countByState());
    expect(dead).toBe(0);
    return known.size === sent.length && pending === 0 ? true : undefined;
  });
  const key = { repositoryId: github.repository(SHOP).id, service: 'shop', environment: 'production' };
  const deploys = await storage.transaction((tx) => tx.ledger.deploysOf(INSTALLATION, key));
  expect(deploys).toHaveLength(1 + KILLS * 8);
  expect(deploys.filter(({ endedAt }) => endedAt === undefined).map((deploy) => deploy.sha)).toEqual([sha]);
  expect(github.issues(SHOP).filter((one) => one.pull === undefined)).toHaveLength(1);
  expect(github.violations).toEqual([]);
});
