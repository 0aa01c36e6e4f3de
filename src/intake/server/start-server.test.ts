import { afterEach, expect, test } from '@jest/globals';
import { type InboxInMemory, inboxInMemory } from '../../../test/support/intake/inbox-in-memory.ts';
import {
  ALERT_SECRET,
  githubHeaders,
  type IntakeServer,
  intakeServer,
} from '../../../test/support/intake/intake-server.ts';

const running: IntakeServer[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.close();
});

async function started(
  parts: Parameters<typeof intakeServer>[1] = {},
): Promise<{ server: IntakeServer; storage: InboxInMemory }> {
  const storage = inboxInMemory();
  const server = await intakeServer(storage, parts);
  running.push(server);
  return { server, storage };
}

test('a genuine delivery is stored with its exact bytes, allow-listed headers and one job, and answered 202', async () => {
  const { server, storage } = await started();
  const body = '{ "ref" :  "refs/heads/main" }';
  const headers = { ...githubHeaders(body), cookie: 'c', 'x-other': 'o' };
  const answer = await fetch(`${server.url}/webhooks/github`, { method: 'POST', headers, body });
  expect([answer.status, await answer.json()]).toEqual([202, { outcome: 'accepted', id: '1' }]);
  const [stored] = storage.deliveries;
  expect(Buffer.from(stored?.body ?? []).toString()).toBe(body);
  expect(Object.keys(stored?.headers ?? {}).sort()).toEqual([
    'content-type',
    'user-agent',
    'x-github-delivery',
    'x-github-event',
    'x-github-hook-id',
    'x-github-hook-installation-target-id',
    'x-github-hook-installation-target-type',
  ]);
  expect(storage.jobs).toEqual([{ name: 'process-delivery', payload: { installationId: 0, deliveryId: '1' } }]);
});

test('the same delivery again is answered 202 and adds neither a row nor a job', async () => {
  const { server, storage } = await started();
  const body = '{}';
  const headers = githubHeaders(body);
  for (const outcome of ['accepted', 'duplicate']) {
    const answer = await fetch(`${server.url}/webhooks/github`, { method: 'POST', headers, body });
    expect([answer.status, await answer.json()]).toEqual([202, { outcome, id: '1' }]);
  }
  expect([storage.deliveries.length, storage.jobs.length]).toEqual([1, 1]);
});

test('an alert belongs to the installation of its endpoint, whatever the payload says', async () => {
  const { server, storage } = await started();
  const body = JSON.stringify({ installation: 99, repository: 'other/repository' });
  const answer = await fetch(`${server.url}/alerts/alertmanager/default?installation=99`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ALERT_SECRET}` },
    body,
  });
  expect(answer.status).toBe(202);
  expect(storage.deliveries).toMatchObject([
    { installationId: 7, endpoint: 'default', source: 'alertmanager', kind: 'alert', via: 'push' },
  ]);
  expect(JSON.stringify(storage.deliveries)).not.toContain(ALERT_SECRET);
});

test('while the database is away the sender is told to come back, never 429 and never 2xx', async () => {
  const { server, storage } = await started();
  storage.state = 'away';
  const body = '{}';
  const answer = await fetch(`${server.url}/webhooks/github`, { method: 'POST', headers: githubHeaders(body), body });
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '15']);
  const health = await fetch(`${server.url}/healthz`);
  expect([health.status, await health.json()]).toEqual([503, { status: 'unavailable', database: 'away' }]);
  expect((await fetch(`${server.url}/metrics`)).status).toBe(200);
});

test('a database that does not answer in time is 503 as well', async () => {
  const { server, storage } = await started({ limits: { handlingMs: 50 } });
  storage.state = 'hangs';
  const body = '{}';
  const answer = await fetch(`${server.url}/webhooks/github`, { method: 'POST', headers: githubHeaders(body), body });
  expect([answer.status, (await answer.json()).reason]).toEqual([503, 'storage-unavailable']);
});

test('a worker takes nothing in but tells its health', async () => {
  const storage = inboxInMemory();
  const configuration = {
    role: 'worker' as const,
    server: { host: '127.0.0.1', port: 0, maxGitHubBodyBytes: 1_000, maxAlertBodyBytes: 1_000 },
    github: { appId: 1, webhookSecrets: [], apiUrl: 'http://127.0.0.1', webUrl: 'http://127.0.0.1' },
    endpoints: [],
  };
  const server = await intakeServer(storage, { configuration });
  running.push(server);
  const body = '{}';
  const answer = await fetch(`${server.url}/webhooks/github`, { method: 'POST', headers: githubHeaders(body), body });
  expect(answer.status).toBe(404);
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
});

test('pages get what is asked by GET and is none of the server’s own', async () => {
  const { server } = await started({ pages: (request) => new Response(new URL(request.url).pathname) });
  expect(await (await fetch(`${server.url}/incidents`)).text()).toBe('/incidents');
  expect((await fetch(`${server.url}/incidents`, { method: 'POST' })).status).toBe(404);
  expect((await fetch(`${server.url}/healthz`)).headers.get('content-type')).toBe('application/json');
});
