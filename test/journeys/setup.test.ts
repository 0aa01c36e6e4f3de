import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { shippedManifests } from '../../src/cli/shipped-manifests.ts';
import { loadInstanceConfiguration } from '../../src/config/instance-configuration.ts';
import { createGitHubAccess } from '../../src/platform/create-github-access.ts';
import type { LocalGitHub } from '../support/local-github/local-github.ts';
import { startLocalGitHub } from '../support/local-github/start-local-github.ts';
import { waitUntil } from '../support/wait-until.ts';

const BIN = fileURLToPath(new URL('../../bin/whatchanged.js', import.meta.url));

jest.setTimeout(120_000);

/** As somebody meets it who has nothing yet: the command, its page, GitHub's answer, and the files that are left. */
let github: LocalGitHub;
let folder: string;
let running: ChildProcess | undefined;
let printed: { out: string; error: string };

beforeAll(async () => {
  github = await startLocalGitHub();
});
afterAll(() => github.stop());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'setup-'));
  printed = { out: '', error: '' };
});
afterEach(() => {
  running?.kill();
  rmSync(folder, { recursive: true });
});

function run(...more: string[]): Promise<number | null> {
  const settings = { PATH: process.env.PATH, GITHUB_API_URL: github.url, GITHUB_WEB_URL: github.url };
  const child = spawn(process.execPath, [BIN, 'setup', '--url', 'https://whatchanged.example/', ...more], {
    env: settings,
    cwd: folder,
  });
  running = child;
  child.stdout.on('data', (chunk) => {
    printed.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    printed.error += chunk;
  });
  return new Promise((resolve) => {
    child.on('close', resolve);
  });
}

const address = () => waitUntil('the address of the page', async () => /http:\S+/.exec(printed.out)?.[0]);

/** Presses the button, as a browser would; gives where GitHub sends it back to. */
async function press(page: string): Promise<string> {
  const text = (await (await fetch(page)).text())
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
  const action = /action="([^"]+)"/.exec(text)?.[1] ?? '';
  const manifest = /name="manifest" value="(\{.*\})"/.exec(text)?.[1] ?? '';
  const sent = await fetch(action, { method: 'POST', body: new URLSearchParams({ manifest }), redirect: 'manual' });
  return sent.headers.get('location') ?? '';
}

test('one click and one installation later, the settings are there and right', async () => {
  const ended = run('--organization', 'acme', '--name', "Acme's watch");
  const back = await press(await address());
  const page = await fetch(back);
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('acme-s-watch is created')]);
  const app = await waitUntil('the App', async () => github.app('acme-s-watch'));
  await github.createRepository('acme/shop');
  const installation = await github.install(app, 'acme');
  expect(await ended).toBe(0);

  const settings = join(folder, 'whatchanged.env');
  const key = join(folder, 'whatchanged.private-key.pem');
  expect([settings, key].map((file) => statSync(file).mode & 0o777)).toEqual([0o600, 0o600]);
  expect(printed.out).toContain(`set -a; . ${settings}; set +a`);
  expect(printed.out + printed.error).not.toContain('PRIVATE KEY');
  const variables = parseEnv(readFileSync(settings, 'utf8'));
  expect(variables.WHATCHANGED_INSTALLATION).toBe(String(installation.id));
  expect(printed.out).not.toContain(variables.WEBHOOK_SECRET);
  const { github: place, server } = loadInstanceConfiguration(variables);
  expect([place.appId, place.apiUrl, place.webUrl, place.webhookSecrets, server.publicUrl]).toEqual([
    app.id,
    github.url,
    github.url,
    [app.webhookSecret],
    'https://whatchanged.example',
  ]);
  const access = createGitHubAccess({
    appId: app.id,
    privateKey: place.privateKey ?? '',
    apiUrl: github.url,
    isOurs: () => false,
  });
  const { data } = await access.asApp().rest.apps.getAuthenticated();
  expect(data?.events).toEqual(shippedManifests().full.events);
  expect(data?.permissions).toEqual(expect.objectContaining({ contents: 'write', issues: 'write' }));
  expect(app.webhookUrl).toBe('https://whatchanged.example/webhooks/github');
  expect(github.contractViolations).toEqual([]);
});

test('without write access to code', async () => {
  void run('--observe', '--name', 'watcher');
  const page = await fetch(await press(await address()));
  expect(page.status).toBe(200);
  expect(github.app('watcher').permissions).toEqual(expect.objectContaining({ contents: 'read' }));
});

test('a code of another attempt, or none, creates nothing; a page elsewhere does not get in', async () => {
  const before = github.requests.filter(({ path }) => path.startsWith('/app-manifests/')).length;
  void run('--name', 'careful');
  const start = await address();
  const back = new URL(await press(start));
  const asked = async (change: (url: URL) => void) => {
    const url = new URL(back);
    change(url);
    const answer = await fetch(url);
    return [answer.status, /<p>([^<]*)</.exec(await answer.text())?.[1]];
  };
  expect(await asked((url) => url.searchParams.set('state', 'f'.repeat(64)))).toEqual([
    400,
    'This answer belongs to another attempt.',
  ]);
  expect(await asked((url) => url.searchParams.delete('state'))).toEqual([
    400,
    'This answer belongs to another attempt.',
  ]);
  expect(await asked((url) => url.searchParams.delete('code'))).toEqual([400, 'GitHub sent no code.']);
  expect(await asked((url) => url.searchParams.set('code', 'a1'.repeat(20)))).toEqual([
    400,
    expect.stringMatching(/^The App cannot be fetched: GitHub answered 404 .* A code is good for an hour, and once\.$/),
  ]);
  expect((await fetch(start.replace('127.0.0.1', 'localhost'))).status).toBe(421);
  expect((await fetch(back, { method: 'HEAD' })).status).toBe(421);
  // Others on this machine do not know where the page is.
  expect((await fetch(new URL('/', start))).status).toBe(404);
  expect(() => github.app('careful')).toThrow();
  // Who loads the page twice at once makes one App, and finds it again later.
  const twice = await Promise.all([fetch(back), fetch(back)]);
  expect([...twice, await fetch(back), await fetch(start)].map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  expect(github.requests.filter(({ path }) => path.startsWith('/app-manifests/'))).toHaveLength(2 + before);
});

test('where the App exists but its settings cannot be kept, both the page and the terminal say so', async () => {
  const ended = run('--name', 'unkept');
  const back = await press(await address());
  writeFileSync(join(folder, 'whatchanged.private-key.pem'), 'mine');
  const page = await fetch(back);
  expect([page.status, await page.text()]).toEqual([502, expect.stringContaining('See the terminal')]);
  expect(await ended).toBe(2);
  expect(printed.error).toContain(`unkept exists, but its settings cannot be written (EEXIST`);
  expect(printed.error).toContain('/settings/apps/unkept, or delete it there and begin anew.');
});

test('nothing is begun where the files could not be kept', async () => {
  writeFileSync(join(folder, 'whatchanged.env'), 'APP_ID=1\n');
  expect(await run()).toBe(2);
  expect(printed.error).toContain('whatchanged.env is there already: move it away, or name another folder with --out');
  expect(readFileSync(join(folder, 'whatchanged.env'), 'utf8')).toBe('APP_ID=1\n');
  expect(await run('--out', join(folder, 'nowhere'))).toBe(2);
  expect(printed.error).toContain('is no folder that can be written to');
  expect(printed.out).toBe('');
});

test.each([
  ['--port', '70000', 'is no port'],
  ['--organization', 'a/b', 'is no login'],
  ['--url', 'http://whatchanged.example', 'does not begin with https://'],
])('%s %s', async (option, value, says) => {
  expect(await run(option, value)).toBe(2);
  expect(printed.error).toContain(says);
});
