import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readInstanceConfiguration } from '../../../src/config/instance-configuration.ts';
import { type RunningWhatchanged, startWhatchanged } from '../../../src/main.ts';
import { systemClock } from '../../../src/platform/clock.ts';
import { createLog } from '../../../src/platform/log.ts';
import { freshDatabase } from '../database/database.ts';
import type { LocalGitHub } from '../local-github/local-github.ts';
import { startLocalGitHub } from '../local-github/start-local-github.ts';
import type { Issue } from '../local-github/world/issue.ts';
import { waitUntil } from '../wait-until.ts';
import { startAlertmanager } from './alertmanager.ts';
import { forwardingServer } from './forwarding-server.ts';
import { startPrometheus } from './prometheus.ts';
import { type RealService, startRealService } from './real-shop.ts';

export const SHOP = 'acme/shop';
export const INSTALLATION = 4711;
const LONG_BEFORE_MS = 3 * 3_600_000;
const ISSUE_WITHIN_MS = 120_000;
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

const GOOD_TOTAL = 'export const total = (cart) => cart.reduce((sum, item) => sum + item.price, 0);\n';
const BAD_TOTAL = 'export const total = (cart) => cart.reduce((sum, item) => sum + item.offer.price, 0);\n';

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

/** A change that was merged by a pull request. */
export interface MergedChange {
  readonly number: number;
  readonly sha: string;
}

/**
 * A day of a shop on real programs: three services under real traffic from a real git repository, Prometheus with an
 * alert rule, Alertmanager, and the whole program on a local GitHub.
 */
export interface RealDay {
  readonly github: LocalGitHub;
  readonly program: RunningWhatchanged;
  /** Merges a change, squashed, by its author. */
  merge(title: string, author: string, files: Readonly<Record<string, string>>): Promise<MergedChange>;
  /** Rolls a commit out to a service, as GitHub's deployments tell it. */
  deploy(service: (typeof SERVICES)[number], sha: string): Promise<void>;
  /** Merges and deploys a harmless change, then the one that breaks `checkout`, then a harmless one. Gives the bad one. */
  goWrong(): Promise<MergedChange>;
  /** The text of the file that the bad change broke, as it was before. */
  readonly goodTotal: string;
  /** Waits for our issue. */
  issue(): Promise<Issue>;
  /** Waits until our issue is closed, which the end of the alert does. */
  closed(issue: Issue): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the day: everything runs, and `checkout` has answered five hundred requests. Takes about half a minute. */
export async function startRealDay(): Promise<RealDay> {
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const one of stops.splice(0).reverse()) await one();
  };
  try {
    return { ...(await startedDay(stops)), stop };
  } catch (problem) {
    await stop();
    throw problem;
  }
}

async function startedDay(stops: (() => Promise<unknown>)[]): Promise<Omit<RealDay, 'stop'>> {
  const github = await startLocalGitHub();
  stops.push(() => github.stop());
  const { app, privateKey } = github.createApp({
    slug: 'whatchanged',
    webhookSecret: WEBHOOK_SECRET,
    permissions: PERMISSIONS,
    events: EVENTS,
  });
  // Prometheus is only known later, so its address is one that forwards.
  const forward = await forwardingServer();
  stops.push(() => forward.close());
  const program = await startProgram(stops, github.url, app.id, privateKey, forward.url);
  github.webhooks.setUrl(app, `http://127.0.0.1:${program.port}/webhooks/github`);
  await github.createRepository(SHOP);
  await github.install(app, 'acme', { id: INSTALLATION });
  const first = await github.commit(SHOP, {
    message: 'Three services',
    author: 'ines',
    files: {
      'lib/total.js': GOOD_TOTAL,
      'services/checkout.js': service('total([{ price: 3 }])', "import { total } from '../lib/total.js';"),
      'services/catalog.js': service("'lamp'"),
      'services/payments.js': service("'paid'"),
      'package.json': '{ "type": "module" }\n',
      '.github/whatchanged.yml': CONFIGURATION,
    },
  });
  const services = new Map<string, RealService>();
  for (const name of SERVICES) {
    const started = await startRealService(name, github.repository(SHOP).git.folder);
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
  forward.to(prometheus.url);
  const answered = (name: string, least: number) =>
    waitUntil(`${least} answers of ${name}`, () => ((services.get(name)?.answered() ?? 0) >= least ? true : undefined));
  await answered('checkout', 500);

  const merge: RealDay['merge'] = async (title, author, files) => {
    const branch = title.toLowerCase().replace(/\W+/g, '-');
    await github.commit(SHOP, { branch, message: title, author, files });
    const { number } = await github.openPullRequest(SHOP, { head: branch, title, by: author });
    const { sha } = await github.mergePullRequest(SHOP, number, { method: 'squash', by: author });
    return { number, sha };
  };
  return {
    github,
    program,
    merge,
    deploy,
    goodTotal: GOOD_TOTAL,
    async goWrong() {
      const lamps = await merge('Show two lamps', 'omar', { 'services/catalog.js': service("'lamp, lamp'") });
      await deploy('catalog', lamps.sha);
      await answered('catalog', 160);
      const guilty = await merge('Take the price from the offer', 'noor', { 'lib/total.js': BAD_TOTAL });
      const receipts = await merge('Say thank you', 'lena', { 'services/payments.js': service("'paid, thanks'") });
      await deploy('checkout', guilty.sha);
      await deploy('payments', receipts.sha);
      return guilty;
    },
    issue: () =>
      waitUntil('the issue', () => github.issues(SHOP).find((one) => one.pull === undefined), ISSUE_WITHIN_MS),
    async closed({ number }) {
      await waitUntil(
        'the issue to be closed',
        () => (github.issue(SHOP, number).state === 'closed' ? true : undefined),
        ISSUE_WITHIN_MS,
      );
    },
  };
}

async function startProgram(
  stops: (() => Promise<unknown>)[],
  apiUrl: string,
  appId: number,
  privateKey: string,
  prometheusUrl: string,
): Promise<RunningWhatchanged> {
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
      PROMETHEUS_URL: prometheusUrl,
      PUBLIC_URL: 'https://whatchanged.example',
    }),
    clock: systemClock,
    log: createLog({ level: 'warn' }),
    betweenWritesMs: 0,
    telemetryWindowMs: 180_000,
    followEveryMs: 1_000,
  });
  stops.push(() => running.close());
  return running;
}
