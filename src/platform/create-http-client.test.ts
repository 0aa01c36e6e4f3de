import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, LookupFunction } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createHttpClient, type HttpClientOptions } from './create-http-client.ts';
import { OperationalError } from './errors.ts';
import type { HttpRequest } from './http-client.ts';
import { readJsonAnswer } from './read-json-answer.ts';

type Handler = (request: IncomingMessage, response: ServerResponse, count: number) => void;
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function serve(handler: Handler) {
  const seen: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    seen.push(request);
    handler(request, response, seen.length);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { seen, url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/api?key=s3cret-query`) };
}

const client = (url: URL, options: Partial<HttpClientOptions> = {}) =>
  createHttpClient({ allowAddresses: [url.host], backoffMs: 1, ...options });

async function failure(url: URL, options: Partial<HttpClientOptions> = {}, more: Partial<HttpRequest> = {}) {
  const headers = { authorization: 'Bearer s3cret-token' };
  try {
    await client(url, options).request({ method: 'GET', url, headers, ...more });
  } catch (error) {
    if (error instanceof OperationalError) return error;
    throw error;
  }
  throw new Error('the request did not fail');
}

test('gives status, headers and text, decompressed', async () => {
  const { url, seen } = await serve((_request, response) => {
    response.setHeader('content-encoding', 'gzip').setHeader('x-a', 'b').end(gzipSync('{"a":"é"}'));
  });
  const answer = await client(url).request({ method: 'POST', url, body: 'é=1', headers: { 'x-b': 'c' } });
  expect(answer).toMatchObject({ status: 200, text: '{"a":"é"}' });
  expect(answer.headers.get('x-a')).toBe('b');
  expect(seen[0]?.headers).toMatchObject({ 'x-b': 'c', 'content-length': '4' });
});

describe('retries', () => {
  test.each([429, 500, 502, 503])('%i is tried again, then the answer is given', async (status) => {
    const { url, seen } = await serve((_request, response, count) => {
      if (count < 3) response.writeHead(status, { 'retry-after': '0' }).end();
      else response.end('fine');
    });
    await expect(client(url).request({ method: 'GET', url })).resolves.toMatchObject({ text: 'fine' });
    expect(seen).toHaveLength(3);
  });

  test.each([
    [429, 'upstream-rate-limited', true, 3],
    [503, 'upstream-failed', true, 3],
    [404, 'upstream-failed', false, 1],
    [401, 'upstream-failed', false, 1],
    [302, 'upstream-nonsense', false, 1],
  ])('%i at every try is %s', async (status, code, retryable, tries) => {
    const { url, seen } = await serve((_request, response) => {
      response.writeHead(status, { location: 'http://169.254.169.254/latest/meta-data' }).end('s3cret-body');
    });
    expect(await failure(url)).toMatchObject({ code, retryable, status });
    expect(seen).toHaveLength(tries);
  });

  test('a wait that does not fit into the deadline is handed on at once', async () => {
    const { url, seen } = await serve((_request, response) => {
      response.writeHead(429, { 'retry-after': '120' }).end();
    });
    expect(await failure(url)).toMatchObject({ code: 'upstream-rate-limited', retryable: true, retryAfterMs: 120_000 });
    expect(seen).toHaveLength(1);
  });

  test('Retry-After may be a date, and is at most an hour', async () => {
    const { url } = await serve((_request, response, count) => {
      const after = count === 1 ? 'Mon, 04 May 2026 03:01:00 GMT' : '999999';
      response.writeHead(503, { 'retry-after': after }).end();
    });
    const clock = { now: () => Date.UTC(2026, 4, 4, 3, 0) };
    expect(await failure(url, { clock })).toMatchObject({ retryAfterMs: 60_000 });
    expect(await failure(url, { clock })).toMatchObject({ retryAfterMs: 3_600_000 });
  });

  test('a connection that breaks is tried again', async () => {
    const { url, seen } = await serve((request, response, count) => {
      if (count === 1) request.socket.destroy();
      else response.end('fine');
    });
    await expect(client(url).request({ method: 'GET', url })).resolves.toMatchObject({ text: 'fine' });
    expect(seen).toHaveLength(2);
  });
});

describe('limits', () => {
  test('a server that never answers is a timeout of the whole request', async () => {
    const { url } = await serve(() => undefined);
    expect(await failure(url, { timeoutMs: 50 })).toMatchObject({ code: 'upstream-timeout', retryable: true });
  });

  test('a body that never ends in time is a timeout as well', async () => {
    const { url } = await serve((_request, response) => {
      response.write('{');
    });
    expect(await failure(url, { timeoutMs: 50 })).toMatchObject({ code: 'upstream-timeout' });
  });

  test('the caller can stop it', async () => {
    const { url } = await serve(() => undefined);
    const signal = AbortSignal.abort();
    expect(await failure(url, {}, { signal })).toMatchObject({ code: 'upstream-timeout' });
  });

  test('an answer that is too large after decompression is refused', async () => {
    const { url } = await serve((_request, response) => {
      response.setHeader('content-encoding', 'gzip').end(gzipSync(Buffer.alloc(1_000_001)));
    });
    expect(await failure(url, { maxBytes: 1_000_000 })).toMatchObject({
      code: 'upstream-too-large',
      message: expect.stringContaining('larger than 1000000 bytes'),
    });
  });

  test('an answer that claims a compression it has not is told', async () => {
    const { url } = await serve((_request, response) => {
      response.setHeader('content-encoding', 'gzip').end('plain');
    });
    expect(await failure(url)).toMatchObject({ code: 'upstream-failed' });
  });
});

describe('addresses', () => {
  test.each([
    ['http://169.254.169.254/latest', true],
    ['http://[::ffff:169.254.169.254]/', true],
    ['http://[fe80::1]/', true],
    ['http://[fd00:ec2::254]/', true],
    ['http://[64:ff9b::a9fe:a9fe]/', true],
    ['http://0.0.0.0/', true],
    ['http://2852039166/', true],
    ['http://127.0.0.1/', false],
    ['http://[::1]/', false],
    ['http://[::ffff:10.0.0.1]/', false],
    ['http://10.1.2.3/', false],
    ['http://192.168.0.1/', false],
    ['http://0x7f.1/', false],
  ])('%s is refused (even where configured: %p)', async (address, evenNamed) => {
    const url = new URL(address);
    const allowAddresses = evenNamed ? [url.host] : ['127.0.0.1:1', 'prometheus.internal'];
    expect(await failure(url, { allowAddresses })).toMatchObject({
      code: 'upstream-failed',
      retryable: false,
      message: expect.stringContaining('was not called'),
    });
  });

  const resolvesTo =
    (...addresses: string[]): LookupFunction =>
    (_hostname, _options, callback) => {
      callback(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
    };

  test('a name is judged by what it resolves to, and by every address of it', async () => {
    const url = new URL('http://prometheus.test:9/api');
    const named = ['http://prometheus.test:9'];
    const refused = expect.stringContaining('was not called');
    expect(await failure(url, { allowAddresses: [], lookup: resolvesTo('10.0.0.1') })).toMatchObject({
      message: refused,
    });
    expect(
      await failure(url, { allowAddresses: named, lookup: resolvesTo('10.0.0.1', '169.254.169.254') }),
    ).toMatchObject({
      message: refused,
    });
  });

  test('the address that was checked is the one that is connected to', async () => {
    const { url, seen } = await serve((_request, response) => response.end('fine'));
    const byName = new URL(`http://prometheus.test:${url.port}/`);
    const answers = ['127.0.0.1', '169.254.169.254'];
    const rebinding: LookupFunction = (hostname, options, callback) =>
      resolvesTo(answers.shift() ?? '')(hostname, options, callback);
    const client = createHttpClient({ allowAddresses: [byName.host], lookup: rebinding });
    await expect(client.request({ method: 'GET', url: byName })).resolves.toMatchObject({ text: 'fine' });
    expect(seen[0]?.headers.host).toBe(byName.host);
    expect(answers).toEqual(['169.254.169.254']);
  });
});

test('no error holds a header, a query or a body', async () => {
  for (const status of [302, 401, 429, 500]) {
    const { url } = await serve((_request, response) => response.writeHead(status).end('s3cret-body'));
    const error = await failure(url);
    expect(`${error.message} ${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`).not.toContain('s3cret');
    expect(error.message).toContain(`${url.origin}${url.pathname}`);
  }
});

test('a status that the caller accepts is an answer', async () => {
  const { url } = await serve((_request, response) => response.writeHead(422).end('{"error":"bad query"}'));
  await expect(client(url).request({ method: 'GET', url, accept: [422] })).resolves.toMatchObject({ status: 422 });
});

test.each([
  [{ 'content-type': 'text/html; charset=utf-8' }, 'Sign in', 'a web page'],
  [{}, '\n<!DOCTYPE html><html>', 'a web page'],
  [{ 'content-type': 'application/json' }, '{"a":', 'not JSON'],
  [{}, '', 'not JSON'],
])('%j %j is nonsense', (headers, text, said) => {
  expect(() => readJsonAnswer({ status: 200, headers: new Headers(headers), text }, 'Prometheus')).toThrow(said);
  expect(readJsonAnswer({ status: 200, headers: new Headers(), text: '[1]' }, 'Prometheus')).toEqual([1]);
});
