import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { OperationalError } from './errors.ts';
import { createLog } from './log.ts';
import { createRedactor } from './redact.ts';

/** The shapes of 2026: `ghs_<app id>_<JWT>`, whose parts are base64url. */
const base64url = fc.string({
  unit: fc.constantFrom(...Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_')),
  minLength: 40,
  maxLength: 200,
});
const newToken = fc
  .tuple(fc.nat(), base64url, base64url, base64url)
  .map(([app, head, claims, signature]) => `ghs_${app}_${head}.${claims}.${signature}`);

function logged(secrets: readonly string[], write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = [];
  write(createLog({ level: 'debug', secrets, destination: { write: (line) => void lines.push(line) } }));
  return lines.join('');
}

test('a line is one JSON object with its time, level, fields and static message', () => {
  const line: unknown = JSON.parse(logged([], (log) => log.info({ route: 'github' }, 'delivery stored')));
  expect(line).toEqual({ level: 'info', time: expect.any(String), route: 'github', msg: 'delivery stored' });
});

test('no part of an installation token is left, wherever it stands', () => {
  fc.assert(
    fc.property(newToken, (token) => {
      const text = logged([], (log) => {
        log.info(
          { token, url: `https://x-access-token:${token}@github.com/a/b.git`, nested: { list: [token] } },
          token,
        );
        log.error({ err: new Error(`failed with ${token}`, { cause: new Error(token) }) }, 'failed');
      });
      for (const part of token.split('.')) expect(text).not.toContain(part);
    }),
    { numRuns: 200 },
  );
});

describe('a secret by value', () => {
  const secret = 'pa"ss\\word-with-quotes';
  test('is taken out of fields, messages, errors, causes and keys', () => {
    const text = logged([secret, 'short'], (log) => {
      log.info({ a: secret, [secret]: 1, url: `https://h/?q=${encodeURIComponent(secret)}` }, `x ${secret} short`);
      log.error({ err: new OperationalError('upstream-failed', secret, { cause: new Error(secret) }) }, 'failed');
      log.child({ bound: secret }).warn('bound');
    });
    expect(text).not.toContain('word-with-quotes');
    expect(text).toContain('short');
    expect(
      text
        .trim()
        .split('\n')
        .map((line) => typeof JSON.parse(line)),
    ).toEqual(['object', 'object', 'object']);
  });

  test('is gone from any text it is put into, and what is left is still JSON', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 8 }), fc.string(), fc.string(), (value, before, after) => {
        const text = createRedactor([value])(JSON.stringify({ field: `${before}${value}${after}` }));
        expect(() => JSON.parse(text)).not.toThrow();
      }),
    );
  });
});

test.each([
  ['Bearer abcdefgh12345', 'abcdefgh12345'],
  ['basic dXNlcjpwYXNz', 'dXNlcjpwYXNz'],
  ['token 0123456789abcdef', '0123456789abcdef'],
  ['postgres://user:s3cr3tpw@host/db', 's3cr3tpw'],
  ['github_pat_11ABCDEFG0abcdefghijklmnop_qrstuv', '11ABCDEFG0abc'],
  ['ghp_0123456789012345678901234567890123456789', '0123456789012345'],
  ['-----BEGIN RSA PRIVATE KEY-----\nMIIEabc\nDEF\n-----END RSA PRIVATE KEY-----', 'MIIEabc'],
  ['-----BEGIN PRIVATE KEY-----\nMIIEcutoff', 'MIIEcutoff'],
  ['eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiIxMiJ9.c2lnbmF0dXJl', 'c2lnbmF0dXJl'],
])('%j is taken out by its shape', (text, secret) => {
  expect(logged([], (log) => log.warn({ text }, text))).not.toContain(secret);
});

test('the request and answer that an HTTP client hangs on its error stay out of the log', () => {
  const error = Object.assign(new Error('Not Found'), {
    status: 404,
    request: { headers: { authorization: 'x' }, body: 'the-whole-body' },
    response: { data: 'the-whole-answer' },
  });
  const text = logged([], (log) => log.error({ err: error }, 'failed'));
  expect(text).toContain('"status":404');
  expect(text).not.toMatch(/the-whole|authorization/);
});
