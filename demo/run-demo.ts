import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DemoOptions } from '../src/cli/demo.ts';
import { readInstanceConfiguration } from '../src/config/instance-configuration.ts';
import { startWhatchanged } from '../src/main.ts';
import { systemClock } from '../src/platform/clock.ts';
import { createLog } from '../src/platform/log.ts';
import { startLocalGitHub } from '../test/support/local-github/start-local-github.ts';
import { waitUntil } from '../test/support/wait-until.ts';
import { type Narration, narration } from './narration.ts';
import { playDay, SHOP } from './play-day.ts';
import { GUILTY_HOUR, QUIET_HOUR } from './scenario-hours.ts';
import { SHOP_DAY } from './shop-history.ts';
import { shopTelemetry } from './shop-telemetry.ts';
import { startSimulatedPrometheus } from './simulated-prometheus.ts';

const WEBHOOK_SECRET = 'only-for-the-demo-0123456789abcdef';
const ALERT_SECRET = 'only-for-the-demo-alerts';
const INSTALLATION = 4711;
const PERMISSIONS = {
  contents: 'write',
  issues: 'write',
  pull_requests: 'write',
  deployments: 'read',
  actions: 'read',
} as const;
const EVENTS = ['push', 'pull_request', 'deployment', 'deployment_status', 'workflow_run', 'release', 'issue_comment'];
/** The errors begin this long before the alert is sent: a rule must hold before it fires. */
const ERRORS_BEFORE_ALERT_MS = 9.5 * 60_000;

interface Scenario {
  readonly hour: typeof GUILTY_HOUR;
  readonly broken: readonly string[];
  readonly errorsBeforeAlertMs: number;
  readonly summary: string;
}

const SCENARIOS: Readonly<Record<DemoOptions['scenario'], Scenario>> = {
  guilty: {
    hour: GUILTY_HOUR,
    broken: ['checkout'],
    errorsBeforeAlertMs: ERRORS_BEFORE_ALERT_MS,
    summary:
      'checkout answers 500: TypeError: total.toFixed is not a function at renderTotal (services/checkout/src/total.js:10:19)',
  },
  none: {
    hour: QUIET_HOUR,
    broken: ['payments', 'checkout'],
    errorsBeforeAlertMs: ERRORS_BEFORE_ALERT_MS,
    summary: 'payments fails: connect ETIMEDOUT api.stripe.example:443, the payment provider did not answer',
  },
};

/** Plays the main job from the first commit to the issue, and shows it as it goes. Throws where no issue comes of it. */
export async function runDemo(options: DemoOptions): Promise<void> {
  const say = narration(process.stderr);
  const folder = await mkdtemp(join(tmpdir(), 'whatchanged-demo-'));
  // As root, PostgreSQL runs as another user, who must be able to reach its folder.
  await chmod(folder, 0o755);
  const stops: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  try {
    const result = await play(options.scenario, folder, stops, say);
    if (options.json) process.stdout.write(`${JSON.stringify(result.line)}\n`);
    else process.stdout.write(`\n${result.title}\n\n${result.body}\n`);
    if (options.keep) await untilStopped(result.line.issue.url, say);
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}

async function play(name: DemoOptions['scenario'], folder: string, stops: (() => Promise<unknown>)[], say: Narration) {
  const scenario = SCENARIOS[name];
  const alertAt = Date.now();
  const brokenSince = alertAt - scenario.errorsBeforeAlertMs;
  say.step('starting a local GitHub, and the metrics of a shop with three services');
  const github = await startLocalGitHub();
  stops.push(() => github.stop());
  const measure = shopTelemetry(brokenSince / 1_000, scenario.broken);
  const prometheus = await startSimulatedPrometheus(['checkout', 'catalog', 'payments'], measure);
  stops.push(() => prometheus.close());
  const { app, privateKey } = github.createApp({
    slug: 'whatchanged',
    webhookSecret: WEBHOOK_SECRET,
    permissions: PERMISSIONS,
    events: EVENTS,
  });

  say.step('starting whatchanged on a PostgreSQL of its own');
  const running = await startWhatchanged({
    configuration: readInstanceConfiguration({
      APP_ID: String(app.id),
      PRIVATE_KEY: privateKey,
      WEBHOOK_SECRET,
      GITHUB_API_URL: github.url,
      GITHUB_WEB_URL: github.url,
      PORT: '0',
      WHATCHANGED_DATA: join(folder, 'data'),
      WHATCHANGED_INSTALLATION: String(INSTALLATION),
      WHATCHANGED_ALERT_SECRET: ALERT_SECRET,
      PROMETHEUS_URL: prometheus.url,
      LOG_LEVEL: 'warn',
    }),
    clock: systemClock,
    log: createLog({ level: 'warn' }),
  });
  stops.push(() => running.close());
  github.webhooks.setUrl(app, `http://127.0.0.1:${running.port}/webhooks/github`);

  say.step("playing two days of merges and deploys; GitHub's webhooks go to whatchanged");
  await github.createRepository(SHOP);
  github.addCollaborator(SHOP, 'ines', 'maintain');
  await github.install(app, 'acme', { id: INSTALLATION });
  const day = await playDay(github, [...SHOP_DAY, ...scenario.hour], alertAt, say.detail);
  await github.webhooks.settled();
  await waitUntil('every delivery is recorded', async () => {
    const counts = await running.storage.transaction((tx) => tx.inbox.countByState());
    const ranges = await running.storage.transaction((tx) => tx.ledger.deploysBetween(INSTALLATION, 0, Date.now()));
    const read = ranges.every((deploy) => deploy.previousSha === undefined || deploy.commits !== undefined);
    return (counts.pending === 0 && read) || undefined;
  });
  say.step(`recorded ${day.commits} commits and ${day.deploys} deploys; now the alert arrives`);

  github.forgetRequests();
  const sentAt = Date.now();
  await sendAlert(running.port, scenario.summary, alertAt);
  const issue = await waitUntil('the issue stands in the repository', () =>
    github.issues(SHOP).find((one) => one.pull === undefined),
  );
  const alertToIssueMs = Date.now() - sentAt;
  say.step(`issue #${issue.number} was opened ${(alertToIssueMs / 1_000).toFixed(1)} s after the alert`);
  const stored = await waitUntil('the verdict is stored', async () => {
    const [incident] = await running.storage.transaction((tx) => tx.incidents.list(INSTALLATION, { limit: 1 }));
    return incident && running.storage.transaction((tx) => tx.investigations.latest(INSTALLATION, incident.id));
  });
  const verdict = stored.verdict as import('../src/investigation/verdict/verdict.ts').Verdict;
  const [suspect] = verdict.suspects;
  const commit = await suspectCommit(running.storage, github.repository(SHOP).id, suspect?.commit ?? undefined);
  if (verdict.band === 'strong' && commit?.pullRequest !== undefined) {
    await waitUntil('the comment stands on the suspect', () => github.comments(SHOP, commit.pullRequest ?? 0).at(0));
    say.step(`a comment tells the author on #${commit.pullRequest}`);
  }
  const changing = github.requests.filter(({ method }) => method !== 'GET' && method !== 'HEAD').length;
  return {
    title: issue.title,
    body: issue.body ?? '',
    line: {
      issue: { number: issue.number, title: issue.title, url: `${github.url}/${SHOP}/issues/${issue.number}` },
      verdict: verdict.band,
      suspect:
        verdict.band === 'none' || suspect === undefined
          ? null
          : { pullRequest: commit?.pullRequest ?? null, sha: suspect.commit, probability: suspect.probability },
      alertToIssueMs,
      githubCalls: { read: github.requests.length - changing, write: changing },
    },
  };
}

async function suspectCommit(
  storage: Awaited<ReturnType<typeof startWhatchanged>>['storage'],
  repositoryId: number,
  sha: string | undefined,
) {
  if (sha === undefined) return undefined;
  const [commit] = await storage.transaction((tx) => tx.commits.many(INSTALLATION, repositoryId, [sha]));
  return commit;
}

async function sendAlert(port: number, summary: string, at: number): Promise<void> {
  const service = summary.startsWith('payments') ? 'payments' : 'checkout';
  const errors = `sum(rate(http_requests_total{code=~"5..",service="${service}"}[1m]))`;
  const expression = `${errors} / sum(rate(http_requests_total{service="${service}"}[1m])) > 0.05`;
  const labels = { alertname: 'HighErrorRate', service, env: 'production', severity: 'critical' };
  const response = await fetch(`http://127.0.0.1:${port}/alerts/alertmanager/default`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ALERT_SECRET}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      version: '4',
      groupKey: `{}:{alertname="HighErrorRate", service="${service}"}`,
      truncatedAlerts: 0,
      status: 'firing',
      receiver: 'whatchanged',
      groupLabels: {},
      commonLabels: labels,
      commonAnnotations: {},
      externalURL: 'http://alertmanager.example:9093',
      alerts: [
        {
          status: 'firing',
          labels,
          annotations: { summary, for: '5m' },
          startsAt: new Date(at).toISOString(),
          endsAt: '0001-01-01T00:00:00Z',
          generatorURL: `http://prometheus.example:9090/graph?g0.expr=${encodeURIComponent(expression)}&g0.tab=1`,
          fingerprint: 'c6ead3f1b2a94e57',
        },
      ],
    }),
  });
  if (response.status !== 202) throw new Error(`the alert was answered ${response.status}: ${await response.text()}`);
}

async function untilStopped(url: string, say: Narration): Promise<void> {
  say.step(`left running: open ${url}, stop with Ctrl-C`);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}
