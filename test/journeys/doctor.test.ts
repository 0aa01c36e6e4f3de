import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { examine } from '../../src/cli/doctor/examine.ts';
import { openPatient } from '../../src/cli/doctor/open-patient.ts';
import type { DoctorDocument } from '../../src/cli/documents/doctor-document.ts';
import { firingAlert } from '../support/intake/firing-alert.ts';
import type { LocalGitHub } from '../support/local-github/local-github.ts';
import { startLocalGitHub } from '../support/local-github/start-local-github.ts';
import type { App } from '../support/local-github/world/app.ts';
import { type ServedProgram, serveProgram } from '../support/program/served-program.ts';
import { waitUntil } from '../support/wait-until.ts';

const SHOP = 'acme/shop';
const INSTALLATION = 4711;
const SECRET = 'a-doctor-needs-a-long-secret-012345678';
const ALERT_SECRET = 'an-alert-secret-of-the-doctor';
const METRICS_TOKEN = 'token-of-the-metrics-0123';
const BIN = fileURLToPath(new URL('../../bin/whatchanged.js', import.meta.url));

jest.setTimeout(180_000);

/** As a team meets it: the real program on its embedded store, started by settings, looked at by `whatchanged doctor`. */
let folder: string;
let github: LocalGitHub;
let app: App;
let served: ServedProgram | undefined;
let settings: Record<string, string>;
let closeMetrics: () => void;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-'));
  // As root, PostgreSQL runs as another user, who must pass.
  chmodSync(folder, 0o755);
  github = await startLocalGitHub();
  const made = github.createApp({
    slug: 'whatchanged',
    webhookSecret: SECRET,
    permissions: {
      contents: 'write',
      issues: 'write',
      pull_requests: 'write',
      deployments: 'read',
      administration: 'write',
    },
    events: [
      'push',
      'pull_request',
      'deployment',
      'deployment_status',
      'workflow_run',
      'issue_comment',
      'issues',
      'star',
    ],
  });
  app = made.app;
  const metrics = createServer((request, response) => {
    const allowed = request.headers.authorization === `Bearer ${METRICS_TOKEN}`;
    response.writeHead(allowed ? 200 : 401, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ status: 'success', data: { resultType: 'matrix', result: [] } }));
  });
  await new Promise<void>((resolve) => {
    metrics.listen(0, '127.0.0.1', resolve);
  });
  closeMetrics = () => metrics.close();
  const url = `http://127.0.0.1:${(metrics.address() as AddressInfo).port}`;
  const file = join(folder, 'whatchanged.yml');
  writeFileSync(
    file,
    `endpoints:
  - { id: main, source: alertmanager, installation: ${INSTALLATION}, secretsFrom: [ALERT_SECRET] }
  - { id: cloud, source: sns, installation: ${INSTALLATION}, secretsFrom: [ALERT_SECRET], topics: ['arn:aws:sns:eu-central-1:123456789012:alarms'] }
deployEndpoints:
  - { id: argo, source: argocd, installation: 99, secretsFrom: [ALERT_SECRET] }
telemetry:
  - { id: good, reader: prometheus, options: { url: '${url}', bearerToken: ${METRICS_TOKEN} } }
  - { id: wrong, reader: prometheus, options: { url: '${url}', bearerToken: another-token } }
`,
  );
  const port = await freePort();
  settings = {
    APP_ID: String(app.id),
    PRIVATE_KEY: made.privateKey,
    WEBHOOK_SECRET: SECRET,
    GITHUB_API_URL: github.url,
    GITHUB_WEB_URL: github.url,
    WHATCHANGED_DATA: join(folder, 'data'),
    WHATCHANGED_CONFIG: file,
    ALERT_SECRET,
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
  };
});
afterAll(async () => {
  await served?.stop();
  await github.stop();
  closeMetrics();
  rmSync(folder, { recursive: true, force: true });
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

/** Runs the command as people do, and gives its exit code and what it said. */
function run(...args: readonly string[]): Promise<{ code: number; out: string; error: string }> {
  return new Promise((resolve) => {
    const env = { PATH: process.env.PATH ?? '', NO_COLOR: '1', ...settings };
    execFile(process.execPath, [BIN, 'doctor', ...args], { env, maxBuffer: 1e7 }, (failure, out, error) =>
      resolve({ code: failure === null ? 0 : Number(failure.code), out, error }),
    );
  });
}

const schema = JSON.parse(
  readFileSync(new URL('../../docs/reference/doctor.schema.json', import.meta.url), 'utf8'),
) as object;
const validate = new Ajv2020({ strict: true }).compile(schema);

/** What the doctor found, by check, without what is in order. */
async function looked(): Promise<{ code: number; troubles: Record<string, string[]>; document: DoctorDocument }> {
  const { code, out, error } = await run('--json');
  if (out === '') throw new Error(`the doctor said nothing: ${error}`);
  const document = JSON.parse(out) as DoctorDocument;
  expect([validate(document), validate.errors]).toEqual([true, null]);
  // Whatever is told, no secret is.
  for (const secret of [SECRET, ALERT_SECRET, METRICS_TOKEN, 'another-token']) expect(out).not.toContain(secret);
  const troubles = Object.fromEntries(
    document.checks.map(({ id, findings }) => [
      id,
      findings
        .filter(({ state }) => state !== 'ok')
        .map(({ state, subject, says }) => `${state}: ${subject === undefined ? '' : `${subject}: `}${says}`),
    ]),
  );
  return { code, troubles, document };
}

async function alert(secret: string, service: string): Promise<number> {
  const response = await fetch(`${settings.PUBLIC_URL}/alerts/alertmanager/main`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    body: JSON.stringify(firingAlert({ service })),
  });
  return response.status;
}

test('settings that cannot be read end it with their own code, and nothing else is looked at', async () => {
  const { APP_ID: _, ...without } = settings;
  const whole = settings;
  settings = without;
  const { code, out } = await run();
  settings = whole;
  expect(code).toBe(2);
  expect(out).toContain('APP_ID: is missing.');
  expect(out).not.toContain('The GitHub App\n');
});

test('before the first start it says what to do first, and what the App lacks and has too much of', async () => {
  const { code, troubles } = await looked();
  expect(code).toBe(1);
  expect(troubles).toMatchObject({
    settings: [],
    store: [expect.stringContaining('There is no store')],
    server: [expect.stringMatching(/^problem: http.*GET http/)],
    app: [
      'problem: actions: read: is missing (it has none): runs of workflows cannot be read.',
      'warning: administration: write: is superfluous: no call of whatchanged needs it.',
      'problem: event release: is not subscribed to: releases that count as deploys are not recorded.',
      'warning: event star: is superfluous: its deliveries are stored and ignored.',
    ],
    webhook: ['problem: The App has no webhook: GitHub sends nothing.', expect.stringMatching(/^warning: .*nothing/)],
    installations: ['problem: The App is installed nowhere.'],
    alerts: [
      expect.stringMatching(/^skipped: .*\/alerts\/alertmanager\/main: armed with 1 secret; nothing/),
      expect.any(String),
    ],
    telemetry: [expect.stringMatching(/^problem: wrong \(prometheus\): .*401/)],
  });
});

test('in a running installation each trouble is told with its reason, and GitHub is only read', async () => {
  served = await serveProgram(settings);
  github.webhooks.setUrl(app, `${settings.PUBLIC_URL}/webhooks/github`);
  await github.createRepository(SHOP);
  await github.commit(SHOP, {
    message: 'Begin',
    files: { 'a.txt': '1\n', '.github/whatchanged.yml': 'level: raport\n' },
  });
  await github.install(app, 'acme', { id: INSTALLATION });
  expect(await alert(ALERT_SECRET, 'warehouse')).toBe(202);
  await waitUntil(
    'the unmapped alert and the configuration to be read',
    async () => {
      const { troubles } = await looked();
      const read = troubles.inbox?.some((one) => one.includes('mapped to nothing'));
      return read && troubles.repositories?.some((one) => one.includes('raport')) ? true : undefined;
    },
    60_000,
  );
  expect(await alert('the-wrong-secret-of-somebody', 'shop')).toBe(401);
  const writes = github.githubCalls.writes;
  const seen = await waitUntil('the refusal to be kept', async () => {
    const found = await looked();
    return found.troubles.alerts?.[0]?.includes('refused') ? found : undefined;
  });
  const { troubles, document, code } = seen;
  expect(code).toBe(1);
  expect(troubles).toMatchObject({ settings: [], store: [], server: [], webhook: [] });
  expect(troubles.installations).toEqual([
    'problem: acme (installation 4711): has not been granted actions.',
    'problem: endpoint argo: belongs to installation 99, which is none of this App.',
  ]);
  expect(troubles.repositories).toEqual([
    expect.stringMatching(
      /^problem: acme\/shop: .*1:8 level: "raport" is not one of the values — Did you mean report\?$/,
    ),
  ]);
  expect(troubles.alerts).toEqual([
    expect.stringMatching(
      /armed with 1 secret; the last refused one came .*: The signature or the secret is missing or does not match; the last accepted one came /,
    ),
    expect.stringMatching(
      /\/alerts\/sns\/cloud: armed for 1 topic, confirms no new subscription now; nothing has arrived yet/,
    ),
  ]);
  const alerts = document.checks.find(({ id }) => id === 'alerts')?.findings ?? [];
  expect(alerts[1]?.setup).toContain('SNS');
  expect(troubles.telemetry).toEqual([expect.stringMatching(/^problem: wrong \(prometheus\): .*401/)]);
  expect(troubles.inbox).toEqual([expect.stringMatching(/^warning: 1 mapped to nothing, the last: /)]);
  const inbox = document.checks.find(({ id }) => id === 'inbox')?.findings.at(-1);
  expect(inbox?.todo).toMatch(/services:\n.*warehouse.*replay-deliveries --state unmapped/s);

  expect(github.githubCalls.writes).toBe(writes);
  expect([github.violations, github.contractViolations, github.unknownRoutes]).toEqual([[], [], []]);
  const { out } = await run();
  expect(out).toContain('→ ');
  expect(out).toMatch(/\d+ problems, \d+ warnings?\.\n$/);
});

test('what GitHub refuses is told with the reason, and so is what the kill switch keeps back', async () => {
  github.setIssuesEnabled(SHOP, false);
  expect(await alert(ALERT_SECRET, 'shop')).toBe(202);
  const refused = await waitUntil('the refusal of GitHub', async () => {
    const { troubles } = await looked();
    return troubles.writes?.[0]?.includes('could not be written') ? troubles.writes : undefined;
  });
  expect(refused).toEqual([
    'problem: acme/shop: an issue could not be written: it is gone, or issues are disabled in this repository (410)',
  ]);
  const whole = settings;
  settings = { ...settings, WHATCHANGED_READ_ONLY: 'true' };
  const { troubles } = await looked();
  settings = whole;
  expect(troubles.writes?.[0]).toBe('warning: WHATCHANGED_READ_ONLY is set: nothing is written.');
});

test('a wrong webhook secret, a wrong key and a wrong clock are each told as what they are', async () => {
  const patient = await openPatient(settings, { now: () => Date.now() + 400_000 });
  const found = [];
  if (patient.patient === undefined) throw new Error('the settings cannot be read');
  for await (const { id, findings } of examine(patient.patient)) {
    found.push(...findings.map(({ says }) => `${id}: ${says}`));
  }
  await patient.close();
  expect(found).toContainEqual(expect.stringMatching(/^app: The clock of this machine is 7 min ahead of GitHub's/));

  const stranger = github.createApp({ slug: 'another', webhookSecret: SECRET, permissions: {}, events: [] });
  const whole = settings;
  settings = { ...settings, PRIVATE_KEY: stranger.privateKey };
  const { troubles, document } = await looked();
  settings = whole;
  expect(troubles.app).toEqual([expect.stringContaining('GitHub answered 401')]);
  expect(document.checks.find(({ id }) => id === 'app')?.findings[0]?.todo).toContain('APP_ID');
});

test('the set-up text of anything that can be connected is printed, and an unknown name is told with the known ones', async () => {
  const flux = await run('--setup', 'flux');
  expect([flux.code, flux.out]).toEqual([0, expect.stringContaining('generic-hmac')]);
  const none = await run('--setup', 'fluxx');
  expect([none.code, none.error]).toEqual([2, expect.stringContaining('flux')]);
});
