import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ALERT_SOURCES } from '../../src/intake/alerts/registry.generated.ts';
import { type IntakeOnPostgres, intakeOnPostgres } from '../support/intake/intake-on-postgres.ts';
import { ALERT_SECRET, githubHeaders, WEBHOOK_SECRET } from '../support/intake/intake-server.ts';
import { JUNK_BODIES } from '../support/intake/junk-bodies.ts';

let server: IntakeOnPostgres;
beforeAll(async () => {
  server = await intakeOnPostgres();
});
afterAll(() => server.close());

function post(path: string, headers: Record<string, string>, body: string | Uint8Array<ArrayBuffer>) {
  return fetch(`${server.url}${path}`, { method: 'POST', headers, body });
}

async function storedAfter(work: () => Promise<unknown>): Promise<number> {
  const before = (await server.stored()).length;
  await work();
  return (await server.stored()).length - before;
}

test('what is stored is what came, byte by byte, for any body that is signed', async () => {
  const bodies = [...JUNK_BODIES.values()].filter(({ length }) => length < 90_000).map((body) => Uint8Array.from(body));
  for (const body of bodies) {
    const answer = await post('/webhooks/github', githubHeaders(body, 'no_such_event'), body);
    expect(answer.status).toBe(202);
    const [newest] = await server.stored();
    expect(Buffer.compare(newest?.body ?? Buffer.from('?'), body)).toBe(0);
    expect(newest).toMatchObject({ installationId: 0, endpoint: 'github', kind: 'github', state: 'pending' });
    expect(newest?.headers['x-github-event']).toBe('no_such_event');
  }
});

test('a hundred copies at once are one delivery and one job, all answered 202 with its id', async () => {
  const body = '{"zen":"Keep it logically awesome."}';
  const headers = githubHeaders(body, 'ping');
  let answers: { status: number; id: string; outcome: string }[] = [];
  const added = await storedAfter(async () => {
    answers = await Promise.all(
      Array.from({ length: 100 }, async () => {
        const answer = await post('/webhooks/github', headers, body);
        const { id, outcome } = (await answer.json()) as { id: string; outcome: string };
        return { status: answer.status, id, outcome };
      }),
    );
  });
  expect(added).toBe(1);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
  expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
  expect(answers.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(1);
});

test('a delivery for another App, or for a repository’s own hook, is refused and not stored', async () => {
  const body = '{}';
  const { 'x-github-hook-installation-target-id': _, ...without } = githubHeaders(body);
  const foreign = [
    without,
    { ...without, 'x-github-hook-installation-target-id': '4712' },
    { ...without, 'x-github-hook-installation-target-id': '04711' },
    { ...without, 'x-github-hook-installation-target-id': '4711, 4711' },
    { ...githubHeaders(body), 'x-github-hook-installation-target-type': 'repository' },
  ];
  const added = await storedAfter(async () => {
    for (const headers of foreign) expect((await post('/webhooks/github', headers, body)).status).toBe(403);
  });
  expect(added).toBe(0);
});

test('whoever cannot sign is not told whether the App is the right one', async () => {
  const headers = { ...githubHeaders('{}'), 'x-github-hook-installation-target-id': '1', 'x-github-delivery': 'x' };
  expect((await post('/webhooks/github', headers, '{"other":true}')).status).toBe(401);
});

test.each([
  '',
  'x',
  '123',
  '72d3162e-cc78-11e3-81ab-4c9367dc095',
  '72d3162e-cc78-11e3-81ab-4c9367dc0958x',
  '0'.repeat(36),
])('a delivery whose id is %j is refused', async (guid) => {
  const added = await storedAfter(async () => {
    const answer = await post('/webhooks/github', { ...githubHeaders('{}'), 'x-github-delivery': guid }, '{}');
    expect([answer.status, await answer.json()]).toMatchObject([400, { reason: 'bad-delivery-id' }]);
  });
  expect(added).toBe(0);
});

test('the same id in other letters is the same delivery', async () => {
  const headers = githubHeaders('{}');
  const guid = headers['x-github-delivery'] ?? '';
  const added = await storedAfter(async () => {
    await post('/webhooks/github', headers, '{}');
    await post('/webhooks/github', { ...headers, 'x-github-delivery': guid.toUpperCase() }, '{}');
  });
  expect(added).toBe(1);
});

const SOURCES = ALERT_SOURCES.map((source) => ({ id: source.id, source }));

test.each(SOURCES.filter(({ source }) => source.seal !== undefined))(
  '$id: the secret without a signature by certificate leaves no trace',
  async ({ id, source }) => {
    const body = Uint8Array.from(Buffer.from(`not JSON at all, for ${id}`));
    const added = await storedAfter(async () => {
      expect((await post(`/alerts/${id}/default`, {}, body)).status).toBe(401);
      const headers = { ...source.sign(body, ALERT_SECRET, Date.now()) };
      expect((await post(`/alerts/${id}/default`, headers, body)).status).toBe(403);
    });
    expect(added).toBe(0);
  },
);

test.each(SOURCES.filter(({ source }) => source.seal === undefined))(
  '$id: an authentic alert is stored whatever it holds, a forged one is not',
  async ({ id, source }) => {
    const body = Uint8Array.from(Buffer.from(`not JSON at all, for ${id}`));
    const added = await storedAfter(async () => {
      const sign = (secret: string) => ({ ...source.sign(body, secret, Date.now()) });
      expect((await post(`/alerts/${id}/default`, sign('another-secret-of-somebody'), body)).status).toBe(401);
      expect((await post(`/alerts/${id}/default`, {}, body)).status).toBe(401);
      expect((await post(`/alerts/${id}/default`, sign(WEBHOOK_SECRET), body)).status).toBe(401);
      expect((await post(`/alerts/${id}/default`, sign(ALERT_SECRET), body)).status).toBe(202);
    });
    expect(added).toBe(1);
    const [newest] = await server.stored();
    expect(newest).toMatchObject({ installationId: 7, endpoint: 'default', source: id, kind: 'alert' });
    expect(JSON.stringify(newest?.headers)).not.toContain(ALERT_SECRET);
  },
);

test.each([
  '/alerts/alertmanager/other',
  '/alerts/no-such-source/default',
  '/alerts/alertmanager/default/',
  '/alerts/alertmanager',
  '/alerts/ALERTMANAGER/default',
  '/alerts/alertmanager/..%2fdefault',
  '/alerts/__proto__/default',
  '/webhooks/github/',
  '/webhooks/gitlab',
  '/',
  '/probot',
  '/api/github/webhooks',
  '/healthz/',
  '/constructor',
])('nothing is taken in at %s, even with the right secret', async (path) => {
  const added = await storedAfter(async () => {
    const headers = { ...githubHeaders('{}'), authorization: `Bearer ${ALERT_SECRET}` };
    expect((await post(path, headers, '{}')).status).toBe(404);
  });
  expect(added).toBe(0);
});

test.each(['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'])('%s is no way to deliver', async (method) => {
  for (const path of ['/webhooks/github', '/alerts/alertmanager/default']) {
    const answer = await fetch(server.url + path, { method });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
  }
});

test('health and metrics tell what waits, and only to those who ask by GET', async () => {
  const pending = (await server.stored()).length;
  const health = await fetch(`${server.url}/healthz`);
  expect([health.status, await health.json()]).toMatchObject([
    200,
    { status: 'ok', database: 'ok', deliveries: { pending, dead: 0 }, oldestUnprocessedSeconds: expect.any(Number) },
  ]);
  const metrics = await (await fetch(`${server.url}/metrics`)).text();
  expect(metrics).toContain(`whatchanged_inbox_deliveries{state="pending"} ${pending}`);
  expect(metrics).toContain('whatchanged_deliveries_total{route="github",outcome="duplicate"} 100');
  expect((await fetch(`${server.url}/healthz`, { method: 'POST' })).status).toBe(405);
});

test('without its database the server tells every sender to try again, and says so', async () => {
  await server.dropDatabase();
  const body = '{}';
  const alert = { authorization: `Bearer ${ALERT_SECRET}` };
  for (const answer of [
    await post('/webhooks/github', githubHeaders(body), body),
    await post('/alerts/alertmanager/default', alert, body),
  ]) {
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '15']);
  }
  expect((await post('/webhooks/github', githubHeaders('{"other":1}'), body)).status).toBe(401);
  expect(server.lines.join('')).toContain('delivery could not be stored');
});
