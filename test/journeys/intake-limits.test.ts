import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type IntakeOnPostgres, intakeOnPostgres } from '../support/intake/intake-on-postgres.ts';
import { ALERT_SECRET, githubHeaders } from '../support/intake/intake-server.ts';
import { answerOn, type RawAnswer, rawConnection, rawHttp, rawRequest } from '../support/intake/raw-http.ts';
import { waitUntil } from '../support/wait-until.ts';

const ALERT_LIMIT = 50_000;
const LIMITS = { headersMs: 300, bodyMs: 300, closingMs: 300, maxHeldBytes: 1_000_000, maxConnections: 600 };

let server: IntakeOnPostgres;
beforeAll(async () => {
  server = await intakeOnPostgres({ limits: LIMITS });
});
afterAll(() => server.close());

const POST = 'POST /alerts/alertmanager/default';
const CREDENTIAL = ['authorization', `Bearer ${ALERT_SECRET}`] as const;
const length = (bytes: number | string) => ['content-length', String(bytes)] as const;

const send = (headers: readonly (readonly [string, string])[], body: string | Uint8Array = '') =>
  rawHttp(server.port, rawRequest(POST, [CREDENTIAL, ...headers], body));

function refusal(answer: RawAnswer): readonly [number | undefined, string | undefined] {
  return [answer.status, /"reason":"([a-z-]+)"/.exec(answer.text)?.[1]];
}

test.each([
  [ALERT_LIMIT - 1, 202],
  [ALERT_LIMIT, 202],
  [ALERT_LIMIT + 1, 413],
])('a body of %d bytes is answered %d', async (bytes, status) => {
  expect((await send([length(bytes)], 'a'.repeat(bytes))).status).toBe(status);
});

test('a body that is announced as too large is refused before it is sent', async () => {
  expect(refusal(await send([length(ALERT_LIMIT + 1)]))).toEqual([413, 'too-large']);
  expect(refusal(await send([length('9'.repeat(15))]))).toEqual([413, 'too-large']);
});

test('the rest of a refused body is not read: the sender is hung up on', async () => {
  const socket = await rawConnection(server.port);
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.on('error', () => undefined);
  socket.resume();
  socket.write(rawRequest(POST, [CREDENTIAL, length(200_000_000)], 'a'.repeat(10_000)));
  let sent = 0;
  const flood = Buffer.alloc(1_000_000, 'a');
  const more = () => {
    sent += 1;
    if (!socket.destroyed && sent < 200) socket.write(flood, (error) => error ?? more());
  };
  more();
  await closed;
  expect(sent).toBeLessThan(200);
});

test.each(['gzip', 'br', 'zstd', 'deflate', 'x', 'gzip, identity', 'GZIP'])(
  'a body encoded as %s is refused unread',
  async (encoding) => {
    expect(refusal(await send([length(20), ['content-encoding', encoding]]))).toEqual([415, 'encoded-body']);
  },
);

test('a body encoded as itself is taken', async () => {
  expect((await send([length(3), ['content-encoding', 'identity']], 'abc')).status).toBe(202);
});

test('a body of unknown length is refused, however it is sent', async () => {
  const chunked = ['transfer-encoding', 'chunked'] as const;
  expect(refusal(await send([]))).toEqual([411, 'length-required']);
  expect(refusal(await send([chunked], '3\r\nabc\r\n0\r\n\r\n'))).toEqual([411, 'length-required']);
  expect(refusal(await send([chunked], '3\r\nabc\r\n'.repeat(50)))).toEqual([411, 'length-required']);
});

test.each([
  ['both lengths, as for smuggling', [length(3), ['transfer-encoding', 'chunked']]],
  ['a negative length', [length(-1)]],
  ['a length that is no number', [length('3x')]],
  ['a length in hex', [length('0x3')]],
  ['two lengths', [length(3), length(4)]],
  ['a length beyond all numbers', [length('9'.repeat(40))]],
  ['a header of 64 kB', [length(3), ['x-large', 'a'.repeat(65_536)]]],
  ['a header name with a space', [length(3), ['x large', 'a']]],
] as const)('%s never reaches the inbox', async (_, headers) => {
  const before = (await server.stored()).length;
  const { status } = await send(headers, 'abc');
  expect([400, 411, 413, 431]).toContain(status);
  expect((await server.stored()).length).toBe(before);
});

test('a body that is cut off is not stored, and one that goes on is stored up to its length', async () => {
  const before = (await server.stored()).length;
  const socket = await rawConnection(server.port);
  socket.write(rawRequest(POST, [CREDENTIAL, length(10)], 'abc'));
  socket.end();
  await answerOn(socket);
  expect((await server.stored()).length).toBe(before);
  // What follows is no request, which Node answers while the delivery before it is being stored.
  expect((await send([length(4)], 'goesON AND ON')).status).toBe(400);
  const newest = await waitUntil('the delivery', async () => (await server.stored()).at(-before - 1));
  expect(Buffer.from(newest.body).toString()).toBe('goes');
});

test('a truncated delivery of GitHub has the wrong signature', async () => {
  const whole = '{"ref":"refs/heads/main"}';
  for (let bytes = 0; bytes < whole.length; bytes += 1) {
    const body = whole.slice(0, bytes);
    const headers = [...Object.entries(githubHeaders(whole)), ['content-length', String(bytes)] as const];
    const answer = await rawHttp(server.port, rawRequest('POST /webhooks/github', headers, body));
    expect(answer.status).toBe(401);
  }
});

test('a body that does not come in time is refused', async () => {
  expect(refusal(await send([length(10)], 'abc'))).toEqual([408, 'too-slow']);
});

test('headers that do not come in time end the connection', async () => {
  const { status } = await rawHttp(server.port, `${POST} HTTP/1.1\r\nhost: x\r\n`);
  expect([408, undefined]).toContain(status);
});

test('five hundred slow senders do not keep a genuine one waiting', async () => {
  const slow = await Promise.all(Array.from({ length: 500 }, () => rawConnection(server.port)));
  const ended = Promise.all(slow.map(answerOn));
  const drip = setInterval(() => {
    for (const socket of slow) if (socket.writable) socket.write('x');
  }, 50);
  slow.forEach((socket, at) => {
    socket.write(at % 2 === 0 ? `${POST} HTTP/1.1\r\nx: ` : rawRequest(POST, [CREDENTIAL, length(1_000)]));
  });
  const statuses: number[] = [];
  for (let at = 0; at < 20; at += 1) {
    const body = `{"genuine":${at}}`;
    const answer = await fetch(`${server.url}/webhooks/github`, { method: 'POST', headers: githubHeaders(body), body });
    statuses.push(answer.status);
  }
  expect(statuses).toEqual(Array.from({ length: 20 }, () => 202));
  const answers = await ended;
  clearInterval(drip);
  expect(answers.filter(({ status }) => status !== 408 && status !== undefined)).toEqual([]);
});

test('bodies that together are too many to hold are told to come back, and the memory is free again after', async () => {
  const bodies = Array.from({ length: 40 }, () => rawConnection(server.port));
  const sockets = await Promise.all(bodies);
  const answers = Promise.all(sockets.map(answerOn));
  for (const socket of sockets) {
    socket.write(rawRequest(POST, [CREDENTIAL, length(ALERT_LIMIT)], 'a'.repeat(ALERT_LIMIT - 1)));
  }
  const reasons = (await answers).map(refusal);
  expect(reasons).toContainEqual([503, 'overloaded']);
  expect(reasons).toContainEqual([408, 'too-slow']);
  expect((await send([length(ALERT_LIMIT)], 'b'.repeat(ALERT_LIMIT))).status).toBe(202);
});

test('several requests on one connection are each answered', async () => {
  const one = (body: string) => rawRequest(POST, [CREDENTIAL, length(body.length)], body);
  const socket = await rawConnection(server.port);
  const text = new Promise<string>((resolve) => {
    let all = '';
    socket.on('data', (chunk) => {
      all += chunk.toString();
      if ((all.match(/HTTP\/1\.1 202/g) ?? []).length === 3) resolve(all);
    });
  });
  socket.write(Buffer.concat([one('pipelined-1'), one('pipelined-2'), one('pipelined-3')]));
  expect((await text).match(/"outcome":"accepted"/g)).toHaveLength(3);
  socket.destroy();
});

test('closing finishes what was begun, takes nothing new, and hangs up on who is slow', async () => {
  const closing = await intakeOnPostgres({ limits: { ...LIMITS, bodyMs: 60_000, closingMs: 500 } });
  const begun = await rawConnection(closing.port);
  const answer = answerOn(begun);
  begun.write(rawRequest(POST, [CREDENTIAL, length(4)], 'ab'));
  const slow = await rawConnection(closing.port);
  const never = answerOn(slow);
  slow.write(rawRequest(POST, [CREDENTIAL, length(4)], 'ab'));
  const idle = await rawConnection(closing.port);
  const dropped = answerOn(idle);
  // Both bodies must have been begun before the server is told to close.
  await fetch(`${closing.url}/healthz`);
  const closed = closing.stop();
  begun.write('cd');
  expect((await answer).status).toBe(202);
  expect(await closing.stored()).toHaveLength(1);
  await closed;
  expect((await never).status).toBeUndefined();
  expect((await dropped).status).toBeUndefined();
  await expect(rawConnection(closing.port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  await closing.close();
});
