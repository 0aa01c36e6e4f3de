import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { inboxInMemory } from '../../../test/support/intake/inbox-in-memory.ts';
import { ALERT_SECRET, type IntakeServer, intakeServer } from '../../../test/support/intake/intake-server.ts';
import { rawHttp } from '../../../test/support/intake/raw-http.ts';

const storage = inboxInMemory();
let server: IntakeServer;
beforeAll(async () => {
  server = await intakeServer(storage, { limits: { headersMs: 100, bodyMs: 100, closingMs: 100 } });
});
afterAll(() => server.close());

const token = fc.string({
  unit: fc.constantFrom('a', 'Z', '0', '-', '/', '%', '.', '\u0000', '\t', ' ', ':', '\u00ff'),
});
const line = fc.oneof(
  fc.constantFrom(
    'content-length: 3',
    'content-length: 0',
    'transfer-encoding: chunked',
    'expect: 100-continue',
    'connection: upgrade',
    'upgrade: websocket',
    'content-encoding: gzip',
    'x-hub-signature-256: sha256=',
  ),
  fc.tuple(token, token).map(([name, value]) => `${name}: ${value}`),
);
const request = fc
  .record({
    method: fc.constantFrom('POST', 'GET', 'CONNECT', 'PRI', 'post', 'OPTIONS', ''),
    target: fc.oneof(
      fc.constantFrom('/webhooks/github', '/alerts/alertmanager/default', '/healthz', '*', 'http://x/webhooks/github'),
      token.map((path) => `/${path}`),
    ),
    version: fc.constantFrom('HTTP/1.1', 'HTTP/1.0', 'HTTP/2.0', ''),
    lines: fc.array(line, { maxLength: 5 }),
    body: token,
  })
  .map(
    ({ method, target, version, lines, body }) =>
      `${[`${method} ${target} ${version}`, ...lines].join('\r\n')}\r\n\r\n${body}`,
  );

test('no bytes end the server or reach the inbox without a credential', async () => {
  await fc.assert(
    fc.asyncProperty(request, async (text) => {
      const { status } = await rawHttp(server.port, Buffer.from(text, 'latin1'));
      expect(status === undefined || status === 100 || status === 200 || (status >= 400 && status <= 431)).toBe(true);
    }),
    { numRuns: 150 },
  );
  expect(storage.deliveries).toEqual([]);
  const headers = { authorization: `Bearer ${ALERT_SECRET}` };
  const answer = await fetch(`${server.url}/alerts/alertmanager/default`, { method: 'POST', headers, body: '{}' });
  expect(answer.status).toBe(202);
}, 60_000);
