import { readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createHttpClient, type HttpClientOptions } from '../../src/platform/create-http-client.ts';
import { OperationalError } from '../../src/platform/errors.ts';
import type { TelemetryQuery } from '../../src/readers/telemetry/contract.ts';
import { TELEMETRY_READERS } from '../../src/readers/telemetry/registry.generated.ts';
import type { FakeVendor } from '../support/fake-vendor.ts';
import { startVendorServer, type VendorServer } from '../support/vendor-server.ts';

const FIXTURES = new URL('../fixtures/telemetry/', import.meta.url);
const SECRET = 'Contract-suite-secret-0123456789';
const TO = Date.UTC(2026, 10, 25, 12);
const FROM = TO - 3_600_000;
const AT = FROM / 1_000;

/** A vendor that is asked in several ways of its own has one of these for each. */
interface VendorModule {
  readonly vendor: FakeVendor;
  readonly more?: readonly FakeVendor[];
}
const vendors = new Map<string, readonly FakeVendor[]>();
for (const id of readdirSync(FIXTURES)) {
  const { vendor, more = [] } = (await import(new URL(`${id}/vendor.ts`, FIXTURES).pathname)) as VendorModule;
  vendors.set(id, [vendor, ...more]);
}
const asked = TELEMETRY_READERS.flatMap((reader) =>
  (vendors.get(reader.id) ?? []).map((vendor) => ({ id: reader.id, reader, vendor })),
);

test('every reader has a vendor to be tested against, and every vendor a reader', () => {
  expect([...vendors.keys()].sort()).toEqual(TELEMETRY_READERS.map(({ id }) => id).sort());
  expect(vendors.size).toBeGreaterThan(0);
});

describe.each(asked)('$id', ({ id, reader, vendor }) => {
  const servers: VendorServer[] = [];
  afterEach(() => {
    const seen = servers.flatMap((server) => server.seen);
    for (const server of servers.splice(0)) server.close();
    // Reading only, whatever the test was about.
    expect(seen.filter((request) => !vendor.allowed.includes(request))).toEqual([]);
  });

  type Answer = (request: IncomingMessage, response: ServerResponse, count: number) => void;
  const json =
    (status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
    (_request, response) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
    };

  async function setUp(answer: Answer, http: Partial<HttpClientOptions> = {}) {
    const server = await startVendorServer(answer, (request, body) => vendor.prelude?.(request, body));
    servers.push(server);
    const client = createHttpClient({ allowAddresses: [server.url], backoffMs: 1, ...http });
    const read = (more: Partial<TelemetryQuery> = {}, signal = new AbortController().signal) =>
      reader.read(
        { id: 'q', query: vendor.query, from: FROM, to: TO, stepSeconds: 60, as: { service: 'checkout' }, ...more },
        { options: reader.options.parse(vendor.options(server.url, SECRET)), http: client, now: TO, signal },
      );
    return { server, read };
  }

  async function failure(answer: Answer, http: Partial<HttpClientOptions> = {}, signal?: AbortSignal) {
    const { server, read } = await setUp(answer, http);
    try {
      await read({}, signal);
    } catch (error) {
      if (error instanceof OperationalError) return { error, tries: server.seen.length };
      throw error;
    }
    throw new Error('the reader did not fail');
  }

  const gives = vendor.gives ?? 'series';
  const only = (points: [number, number][]) => vendor.answer([{ labels: {}, points }]);

  test('describes itself and how to connect it', () => {
    expect(reader.id).toMatch(/^[a-z0-9-]{1,64}$/);
    expect(reader.name).not.toBe('');
    expect(new URL(reader.docs).protocol).toBe('https:');
    expect(reader.setup).toContain(`reader: ${id}`);
  });

  const testProbe = reader.probe !== undefined && vendors.get(id)?.[0] === vendor ? test : () => undefined;
  testProbe('its probe is a question that it asks, and takes what comes of it for an answer', async () => {
    const { server, read } = await setUp(json(200, vendor.answer([])));
    const code = await read({ query: reader.probe ?? '' }).then(
      () => 'answered',
      (error: unknown) => (error instanceof OperationalError ? error.code : error),
    );
    // A vendor that plays one of its addresses answers the others with nonsense.
    expect(['answered', 'upstream-nonsense']).toContain(code);
    expect(server.seen.length).toBeGreaterThan(0);
  });

  test('its options are strict', () => {
    const good = vendor.options('http://localhost:1', SECRET) as object;
    expect(reader.options.safeParse(good).success).toBe(true);
    expect(reader.options.safeParse({ ...good, unknownKey: 1 }).success).toBe(false);
    for (const url of ['file:///etc/passwd', 'javascript:alert(1)', 'http://user:pass@host/', '']) {
      expect(reader.options.safeParse({ ...good, url }).success).toBe(false);
    }
  });

  test('reads its captured answer', async () => {
    const captured = JSON.parse(readFileSync(new URL(`${id}/${vendor.captured ?? 'range.json'}`, FIXTURES), 'utf8'));
    const { read } = await setUp(json(captured.status, captured.body));
    const answer = await read();
    const { series, partial } = answer;
    expect(partial).toEqual([]);
    expect(answer[gives]?.length).toBeGreaterThan(0);
    expect(new Set(series.map((one) => one.id)).size).toBe(series.length);
    for (const one of series) {
      expect(one).toMatchObject({ service: 'checkout', stepSeconds: 60 });
      expect(one.id.startsWith('q')).toBe(true);
      expect(one.points.length).toBeGreaterThan(0);
    }
  });

  test('nothing is an answer with nothing in it', async () => {
    const { read } = await setUp(json(200, vendor.answer([])));
    const answer = await read();
    expect(answer).toMatchObject({ series: [], partial: [] });
    expect(answer[gives] ?? []).toEqual([]);
  });

  // A vendor of logs, calls or changes has no points; its own tests hold what it cuts and tells.
  const describeSeries = gives === 'series' ? describe : () => undefined;
  const testMany = vendor.single ? () => undefined : test;
  describeSeries('good answers', () => {
    test('what is no number is a missing point, never zero', async () => {
      const { read } = await setUp(
        json(
          200,
          only([
            [AT, 1],
            [AT + 60, Number.NaN],
            [AT + 120, Infinity],
            [AT + 180, -Infinity],
            [AT + 240, 0],
          ]),
        ),
      );
      expect((await read()).series[0]?.points).toEqual([
        [AT, 1],
        [AT + 240, 0],
      ]);
    });

    test('points come oldest first and once; of two the later one counts', async () => {
      const { read } = await setUp(
        json(
          200,
          only([
            [AT + 60, 2],
            [AT, 1],
            [AT + 60, 3],
          ]),
        ),
      );
      expect((await read()).series[0]?.points).toEqual([
        [AT, 1],
        [AT + 60, 3],
      ]);
    });

    testMany('labels give version, instance and peer, and tell another service apart', async () => {
      const points: [number, number][] = [[AT, 1]];
      const { read } = await setUp(
        json(
          200,
          vendor.answer([
            { labels: { service: 'checkout', version: 'v2', instance: 'a:1', peer: 'payments' }, points },
            { labels: { service: 'search' }, points },
          ]),
        ),
      );
      const { series } = await read({ labels: { service: 'checkout', severity: 'page' } });
      expect(series).toMatchObject([
        { service: 'checkout', version: 'v2', instance: 'a:1', peer: 'payments' },
        { service: 'search' },
      ]);
      expect((await read()).series.map(({ service }) => service)).toEqual(['checkout', 'checkout']);
    });

    testMany('what the vendor remarks is told', async () => {
      const { read } = await setUp(json(200, vendor.answer([], ['one store did not answer'])));
      expect((await read()).partial).toEqual([expect.stringContaining('one store did not answer')]);
    });

    testMany('far too many points are cut and told', async () => {
      const points = Array.from({ length: 20 }, (_, n): [number, number] => [AT + n * 60, 1]);
      const many = Array.from({ length: 5_000 }, (_, n) => ({ labels: { instance: String(n) }, points }));
      const { read } = await setUp(json(200, vendor.answer(many)));
      const { series, partial } = await read();
      expect(series.length).toBeGreaterThan(0);
      expect(series.length).toBeLessThanOrEqual(1_000);
      expect(partial).toEqual([expect.stringContaining(`only ${series.length} of 5000 series`)]);
    });

    test('an answer that is too large is asked for again in coarser steps, and told', async () => {
      const large = only(Array.from({ length: 61 }, (_, n): [number, number] => [AT + n * 60, n]));
      const { server, read } = await setUp(
        (request, response, count) => json(200, count === 1 ? large : only([[AT, 7]]))(request, response, count),
        { maxBytes: 500 },
      );
      const { series, partial } = await read();
      expect(series).toMatchObject([{ stepSeconds: 600, points: [[AT, 7]] }]);
      expect(partial).toEqual([expect.stringMatching(/steps of 600 s instead of 60 s/)]);
      expect(server.seen).toHaveLength(2);
    });

    test('a very long range stays within a few questions, and a coarser step is told', async () => {
      const { server, read } = await setUp(json(200, vendor.answer([])));
      const { partial } = await read({ from: TO - 100_000_000, stepSeconds: 1 });
      expect(server.seen.length).toBeLessThanOrEqual(4);
      expect(partial).toContainEqual(expect.stringContaining('instead of 1 s'));
    });
  });

  describe('trouble', () => {
    test('429 with Retry-After is handed on with its wait', async () => {
      const { error } = await failure(json(429, {}, { 'retry-after': '600' }));
      expect(error).toMatchObject({ code: 'upstream-rate-limited', retryable: true, retryAfterMs: 600_000 });
    });

    test('a short wait is waited for', async () => {
      const { server, read } = await setUp((request, response, count) =>
        count === 1
          ? json(429, {}, { 'retry-after': '0' })(request, response, count)
          : json(200, only([[AT, 1]]))(request, response, count),
      );
      expect((await read())[gives]).toHaveLength(1);
      expect(server.seen).toHaveLength(2);
    });

    test.each([500, 502, 503])('%i is tried again, then thrown as retryable', async (status) => {
      const { error, tries } = await failure(json(status, {}));
      expect(error).toMatchObject({ code: 'upstream-failed', retryable: true, status });
      expect(tries).toBe(3);
    });

    test.each([401, 403, 404])('%i is thrown at once', async (status) => {
      const { error, tries } = await failure(json(status, {}));
      expect(error).toMatchObject({ code: 'upstream-failed', retryable: false, status });
      expect(tries).toBe(1);
    });

    test('no answer in time is a timeout', async () => {
      const { error } = await failure(() => undefined, {}, AbortSignal.timeout(50));
      expect(error).toMatchObject({ code: 'upstream-timeout', retryable: true });
    });

    test.each([
      ['a login page', 'text/html', '<!DOCTYPE html><title>Sign in</title>', /web page/],
      ['a login page without a type', 'text/plain', '<html>', /web page/],
      ['no JSON', 'application/json', '{"a":', /not JSON/],
      ['nothing', 'application/json', '', /not JSON/],
      ['other JSON', 'application/json', '{"hello":1}', /./],
      ['null', 'application/json', 'null', /./],
    ])('%s with status 200 is nonsense', async (_name, type, body, message) => {
      const { error } = await failure((_request, response) => {
        response.writeHead(200, { 'content-type': type }).end(body);
      });
      expect(error).toMatchObject({
        code: 'upstream-nonsense',
        retryable: false,
        message: expect.stringMatching(message),
      });
    });

    test.each([
      'http://169.254.169.254/latest/meta-data/',
      'http://[::ffff:169.254.169.254]/',
      'https://elsewhere.example/',
    ])('a redirect to %s is not followed', async (location) => {
      const { error, tries } = await failure(json(302, {}, { location }));
      expect(error).toMatchObject({ code: 'upstream-nonsense', retryable: false });
      expect(tries).toBe(1);
    });

    test('the vendor’s own message is in the error', async () => {
      const { status, body } = vendor.refusal('the query is broken at 1:5');
      const { error } = await failure(json(status, body));
      expect(error).toMatchObject({ code: 'upstream-failed', retryable: false });
      expect(error.message).toContain('the query is broken at 1:5');
    });

    test('no secret is in any error, even where the vendor repeats it', async () => {
      const said = (request: IncomingMessage) => vendor.refusal(JSON.stringify(request.headers));
      for (const status of [0, 302, 401, 429, 500]) {
        const { error } = await failure((request, response, count) => {
          const refusal = said(request);
          json(status || refusal.status, refusal.body)(request, response, count);
        });
        const told = `${error.message} ${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`;
        expect(told).not.toContain(SECRET);
      }
    });
  });
});
