import type { IncomingMessage } from 'node:http';
import { afterEach, describe, expect, test } from '@jest/globals';
import { AT, askedVendor, json, SECRET } from '../support/vendors/asked-vendor.ts';
import { asked } from '../support/vendors/telemetry-vendors.ts';

describe.each(asked)('$id', ({ reader, vendor }) => {
  const { setUp, failure, gives, only, close } = askedVendor({ reader, vendor });
  // Reading only, whatever the test was about.
  afterEach(() => expect(close()).toEqual([]));

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
