import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { inboxInMemory } from '../../test/support/intake/inbox-in-memory.ts';
import { ALERT_SECRET, type IntakeServer, intakeServer } from '../../test/support/intake/intake-server.ts';
import { rawHttp, rawRequest } from '../../test/support/intake/raw-http.ts';
import { alertWebhooks } from './alert-webhooks.ts';
import { ALERT_SOURCES } from './alerts/registry.generated.ts';
import { webhookHandshake } from './webhook-handshake.ts';

const ASKS = { 'webhook-request-origin': 'eventgrid.azure.net' };

describe('what is answered', () => {
  test.each([
    [undefined, '600'],
    ['*', '600'],
    ['120', '120'],
    ['600', '600'],
    ['100000', '600'],
  ])('who asks for %s a minute is allowed %s', (rate, allowed) => {
    const answer = webhookHandshake(rate === undefined ? ASKS : { ...ASKS, 'webhook-request-rate': rate });
    expect(answer).toMatchObject({
      status: 200,
      headers: {
        allow: 'OPTIONS, POST',
        'webhook-allowed-origin': 'eventgrid.azure.net',
        'webhook-allowed-rate': allowed,
      },
    });
  });

  test('a request without an origin asks for nothing', () => {
    expect(webhookHandshake({ origin: 'https://example.com', 'webhook-request-rate': '10' })).toBeUndefined();
  });

  test.each([
    { 'webhook-request-origin': '' },
    { 'webhook-request-origin': '*' },
    { 'webhook-request-origin': 'https://a.example/' },
    { 'webhook-request-origin': 'a.example, b.example' },
    { 'webhook-request-origin': 'a.example\r\nset-cookie: a=b' },
    { 'webhook-request-origin': 'a'.repeat(254) },
    { ...ASKS, 'webhook-request-rate': '0' },
    { ...ASKS, 'webhook-request-rate': '-1' },
    { ...ASKS, 'webhook-request-rate': '1e9' },
    { ...ASKS, 'webhook-request-rate': '10, 20' },
  ])('%j is refused, and nothing of it comes back', (headers) => {
    expect(webhookHandshake(headers)).toMatchObject({ status: 400, headers: {} });
  });

  test('where origins are listed, no other is allowed', () => {
    expect(webhookHandshake(ASKS, ['EventGrid.Azure.net'])?.status).toBe(200);
    expect(webhookHandshake(ASKS, ['events.example'])).toMatchObject({ status: 403, headers: {} });
  });

  test('a hostile origin does not take time', () => {
    const started = performance.now();
    webhookHandshake({ 'webhook-request-origin': `${'a.'.repeat(50_000)}!` });
    expect(performance.now() - started).toBeLessThan(100);
  });
});

describe('at the server', () => {
  const storage = inboxInMemory();
  let server: IntakeServer;
  beforeAll(async () => {
    server = await intakeServer(storage);
  });
  afterAll(() => server.close());
  const ask = (path: string, headers: Record<string, string> = ASKS) =>
    fetch(server.url + path, { method: 'OPTIONS', headers });

  test('an endpoint that lists origins answers no other', async () => {
    const endpoint = {
      id: 'listed',
      source: 'generic',
      installationId: 7,
      secrets: [ALERT_SECRET],
      origins: ['a.example'],
    };
    const listed = alertWebhooks({
      sources: ALERT_SOURCES,
      endpoints: [endpoint],
      maxBodyBytes: 1,
      certificates: { get: () => Promise.reject(new Error('not asked')) },
    }).match('/alerts/generic/listed');
    expect(listed?.handshake?.({ 'webhook-request-origin': 'a.example' })?.status).toBe(200);
    expect(listed?.handshake?.(ASKS)?.status).toBe(403);
  });

  test.each(['/alerts/generic/default', '/alerts/cloudevents/default'])(
    '%s shakes hands, and stores nothing',
    async (path) => {
      const answer = await ask(path, { ...ASKS, 'webhook-request-callback': `${server.url}/metrics?called` });
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'webhook-allowed-origin': 'eventgrid.azure.net',
        'webhook-allowed-rate': '600',
      });
      expect(answer.status).toBe(200);
      expect(storage.deliveries).toEqual([]);
      // Leave to ask is none to deliver.
      expect((await fetch(server.url + path, { method: 'POST', headers: ASKS, body: '{}' })).status).toBe(401);
    },
  );

  test.each([
    '/alerts/generic/none',
    '/alerts/none/default',
    '/alerts/alertmanager/default',
    '/webhooks/github',
    '/healthz',
    '/',
  ])('%s does not', async (path) => {
    const answer = await ask(path);
    expect([405, 404]).toContain(answer.status);
    expect(answer.headers.get('webhook-allowed-origin')).toBeNull();
  });

  test('an OPTIONS that asks for nothing of the kind stays a wrong method, and an origin sent twice is refused', async () => {
    expect((await ask('/alerts/generic/default', {})).status).toBe(405);
    const twice = [
      ['WebHook-Request-Origin', 'a.example'],
      ['WebHook-Request-Origin', 'b.example'],
    ] as const;
    const { status, text } = await rawHttp(server.port, rawRequest('OPTIONS /alerts/generic/default', twice));
    expect(status).toBe(400);
    expect(text.toLowerCase()).not.toContain('webhook-allowed');
  });

  test('a delivery with its secret is taken in as before', async () => {
    const headers = { authorization: `Bearer ${ALERT_SECRET}` };
    const answer = await fetch(`${server.url}/alerts/generic/default`, { method: 'POST', headers, body: '{}' });
    expect(answer.status).toBe(202);
  });
});
