import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, jest, test } from '@jest/globals';
import { readInstanceConfiguration } from '../../src/config/instance-configuration.ts';
import { startWhatchanged } from '../../src/main.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { createLog } from '../../src/platform/log.ts';
import { startAlertmanager } from '../support/alertmanager.ts';
import { freshDatabase } from '../support/database.ts';
import { forwardingServer } from '../support/forwarding-server.ts';
import { startLocalGitHub } from '../support/local-github/start-local-github.ts';
import { startPrometheus } from '../support/prometheus.ts';
import { describeWithProgram } from '../support/real-program.ts';
import { type RealService, startRealService } from '../support/real-shop.ts';
import { waitUntil } from '../support/wait-until.ts';

const SHOP = 'acme/shop';
const INSTALLATION = 4711;
const LONG_BEFORE_MS = 3 * 3_600_000;
const WEBHOOK_SECRET = 'a-real-journey-needs-a-long-secret!';
const ALERT_SECRET = 'a-real-alert-secret';
const SERVICES = ['checkout', 'catalog', 'payments'] as const;
const EVENTS = ['push', 'pull_request', 'deployment', 'deployment_status', 'issues', 'issue_comment'];
const PERMISSIONS = { contents: 'write', issues: 'write', pull_requests: 'write', deployments: 'read' } as const;

const RULES = `
groups:
  - name: shop
    interval: 1s
    rules:
      - alert: HighErrorRate
        expr: sum by (service, env) (rate(http_requests_total{code=~"5.."}[6s])) / sum by (service, env) (rate(http_requests_total[6s])) > 0.2
        for: 3s
        labels: { severity: critical }
        annotations: { summary: "{{ $labels.service }} answers 5xx" }
`;

const CONFIGURATION = `
services:
  checkout: { paths: [services/checkout.js, lib/total.js] }
  catalog: { paths: [services/catalog.js] }
  payments: { paths: [services/payments.js] }
`;

/** A service that counts its answers as Prometheus reads them. */
const service = (body: string, imports = '') => `import { createServer } from 'node:http';
${imports}
const counts = { 200: 0, 500: 0 };
createServer((request, response) => {
  if (request.url === '/metrics') {
    const lines = Object.entries(counts).map(([code, n]) => \`http_requests_total{code="\${code}"} \${n}\`);
    response.end('# TYPE http_requests_total counter\\n' + lines.join('\\n') + '\\n');
    return;
  }
  try {
    response.end(String(${body}));
    counts[200] += 1;
  } catch (error) {
    counts[500] += 1;
    response.writeHead(500).end(String(error));
  }
}).listen(Number(process.env.PORT), '127.0.0.1');
`;

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});
jest.setTimeout(240_000);

describeWithProgram(['prometheus', 'prometheus-alertmanager', 'git'], 'the main job on real programs', () => {
  test('a bug goes live under real traffic, the issue names its commit, and the fix closes it', async () => {
    const github = await startLocalGitHub();
    stops.push(() => github.stop());
    const { app, privateKey } = github.createApp({
      slug: 'whatchanged',
      webhookSecret: WEBHOOK_SECRET,
      permissions: PERMISSIONS,
      events: EVENTS,
    });
    const program = await startProgram(github.url, app.id, privateKey);
    github.webhooks.setUrl(app, `http://127.0.0.1:${program.port}/webhooks/github`);
    await github.createRepository(SHOP);
    await github.install(app, 'acme', { id: INSTALLATION });

    const first = await github.commit(SHOP, {
      message: 'Three services',
      author: 'ines',
      files: {
        'lib/total.js': 'export const total = (cart) => cart.reduce((sum, item) => sum + item.price, 0);\n',
        'services/checkout.js': service('total([{ price: 3 }])', "import { total } from '../lib/total.js';"),
        'services/catalog.js': service("'lamp'"),
        'services/payments.js': service("'paid'"),
        'package.json': '{ "type": "module" }\n',
        '.github/whatchanged.yml': CONFIGURATION,
      },
    });
    const { folder } = github.repository(SHOP).git;
    const services = new Map<string, RealService>();
    for (const name of SERVICES) {
      const started = await startRealService(name, folder);
      stops.push(() => started.stop());
      services.set(name, started);
    }
    const deploy = async (name: (typeof SERVICES)[number], sha: string, ago = 0) => {
      const now = () => Date.now() - ago;
      const deployment = await github.createDeployment(SHOP, { sha, payload: { service: name }, at: now() });
      await github.createDeploymentStatus(SHOP, deployment, { state: 'in_progress', at: now() });
      await services.get(name)?.deploy(sha);
      await github.createDeploymentStatus(SHOP, deployment, { state: 'success', at: now() });
    };
    // What runs when the day begins was deployed long before.
    for (const name of SERVICES) await deploy(name, first, LONG_BEFORE_MS);

    const alertmanager = await startAlertmanager({
      webhook: `http://127.0.0.1:${program.port}/alerts/alertmanager/default`,
      secret: ALERT_SECRET,
    });
    stops.push(() => alertmanager.stop());
    const prometheus = await startPrometheus({
      targets: [...services.values()].map(({ name, address }) => ({
        address,
        labels: { service: name, env: 'production' },
      })),
      rules: RULES,
      alertmanager: alertmanager.address,
    });
    stops.push(() => prometheus.stop());
    await program.tellPrometheus(prometheus.url);
    const answered = (name: string, least: number) =>
      waitUntil(`${least} answers of ${name}`, () =>
        (services.get(name)?.answered() ?? 0) >= least ? true : undefined,
      );
    await answered('checkout', 500);

    const merge = async (title: string, author: string, files: Record<string, string>) => {
      const branch = title.toLowerCase().replace(/\W+/g, '-');
      await github.commit(SHOP, { branch, message: title, author, files });
      const { number } = await github.openPullRequest(SHOP, { head: branch, title, by: author });
      return { number, ...(await github.mergePullRequest(SHOP, number, { method: 'squash', by: author })) };
    };
    const lamps = await merge('Show two lamps', 'omar', { 'services/catalog.js': service("'lamp, lamp'") });
    await deploy('catalog', lamps.sha);
    await answered('catalog', 160);
    const guilty = await merge('Take the price from the offer', 'noor', {
      'lib/total.js': 'export const total = (cart) => cart.reduce((sum, item) => sum + item.offer.price, 0);\n',
    });
    const receipts = await merge('Say thank you', 'lena', {
      'services/payments.js': service("'paid, thanks'"),
    });
    await deploy('checkout', guilty.sha);
    await deploy('payments', receipts.sha);

    const issue = await waitUntil(
      'the issue',
      () => github.issues(SHOP).find((one) => one.pull === undefined),
      120_000,
    );
    const verdict = await program.latestVerdict();
    expect(verdict.suspects[0]).toMatchObject({ commit: guilty.sha });
    expect(['strong', 'plausible']).toContain(verdict.band);
    expect(issue.title).toContain(`#${guilty.number}`);
    expect(issue.body).toContain('xychart-beta');

    const fix = await merge('Take the price from the item again', 'noor', {
      'lib/total.js': 'export const total = (cart) => cart.reduce((sum, item) => sum + item.price, 0);\n',
    });
    await deploy('checkout', fix.sha);
    await waitUntil(
      'the issue to be closed',
      () => (github.issue(SHOP, issue.number).state === 'closed' ? true : undefined),
      120_000,
    );
    expect(github.issues(SHOP).filter((one) => one.pull === undefined)).toHaveLength(1);
    expect(github.violations).toEqual([]);
    expect(github.contractViolations).toEqual([]);
    expect(github.unknownRoutes).toEqual([]);
  });
});

/** Starts the program; Prometheus is only known later, so its address is one that forwards. */
async function startProgram(apiUrl: string, appId: number, privateKey: string) {
  const forward = await forwardingServer();
  stops.push(() => forward.close());
  const folder = await mkdtemp(join(tmpdir(), 'whatchanged-real-'));
  await chmod(folder, 0o755);
  stops.push(() => rm(folder, { recursive: true, force: true }));
  const database = await freshDatabase();
  stops.push(() => database.drop());
  const running = await startWhatchanged({
    configuration: readInstanceConfiguration({
      APP_ID: String(appId),
      PRIVATE_KEY: privateKey,
      WEBHOOK_SECRET,
      GITHUB_API_URL: apiUrl,
      GITHUB_WEB_URL: apiUrl,
      PORT: '0',
      DATABASE_URL: database.url,
      WHATCHANGED_DATA: folder,
      WHATCHANGED_INSTALLATION: String(INSTALLATION),
      WHATCHANGED_ALERT_SECRET: ALERT_SECRET,
      PROMETHEUS_URL: forward.url,
    }),
    clock: systemClock,
    log: createLog({ level: 'warn' }),
    betweenWritesMs: 0,
    telemetryWindowMs: 180_000,
  });
  stops.push(() => running.close());
  return {
    port: running.port,
    tellPrometheus: async (url: string) => forward.to(url),
    async latestVerdict() {
      const [incident] = await running.storage.transaction((tx) => tx.incidents.list(INSTALLATION, { limit: 1 }));
      const stored =
        incident && (await running.storage.transaction((tx) => tx.investigations.latest(INSTALLATION, incident.id)));
      return stored?.verdict as import('../../src/investigation/verdict/verdict.ts').Verdict;
    },
  };
}
