import { createHash, createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type IntakeOnPostgres, intakeOnPostgres } from '../support/intake/intake-on-postgres.ts';
import { githubHeaders, githubSignature, WEBHOOK_SECRET } from '../support/intake/intake-server.ts';
import { rawHttp, rawRequest } from '../support/intake/raw-http.ts';

const BODY = '{"ref":"refs/heads/main","canary":"payload-canary-7f3a"}';
const RIGHT = githubSignature(BODY);
const HEX = RIGHT.slice('sha256='.length);
const sha1 = createHmac('sha1', WEBHOOK_SECRET).update(BODY).digest('hex');

let server: IntakeOnPostgres;
beforeAll(async () => {
  server = await intakeOnPostgres();
});
afterAll(() => server.close());

/** The values of X-Hub-Signature-256, one for each time that the header is sent. */
const WRONG: readonly (readonly [string, readonly string[]])[] = [
  ['absent', []],
  ['empty', ['']],
  ['only the scheme', ['sha256=']],
  ['without the scheme', [HEX]],
  ['sha1= with the SHA-1', [`sha1=${sha1}`]],
  ['sha1= with the SHA-256', [`sha1=${HEX}`]],
  ['sha256= with the SHA-1', [`sha256=${sha1}`]],
  ['sha512', [`sha512=${createHmac('sha512', WEBHOOK_SECRET).update(BODY).digest('hex')}`]],
  ['the scheme in upper case', [`SHA256=${HEX}`]],
  ['the digits in upper case', [`sha256=${HEX.toUpperCase()}`]],
  ['63 digits', [RIGHT.slice(0, -1)]],
  ['65 digits', [`${RIGHT}0`]],
  ['the last digit changed', [`${RIGHT.slice(0, -1)}${HEX.endsWith('0') ? '1' : '0'}`]],
  ['the first digit changed', [`sha256=${HEX.startsWith('0') ? '1' : '0'}${HEX.slice(1)}`]],
  ['zeros', [`sha256=${'0'.repeat(64)}`]],
  ['no hex', [`sha256=${'z'.repeat(64)}`]],
  ['a letter that only looks like one', [`sha256=${'\u00aa'.repeat(64)}`]],
  ['base64', [`sha256=${Buffer.from(HEX, 'hex').toString('base64')}`]],
  ['two schemes', [`sha256=sha256=${HEX}`]],
  ['white space inside', [`sha256= ${HEX}`]],
  ['a tab inside', [`sha256=\t${HEX}`]],
  ['quoted', [`"${RIGHT}"`]],
  ['a list of the right one twice', [`${RIGHT}, ${RIGHT}`]],
  ['a list that ends with the right one', [`sha256=${'0'.repeat(64)},${RIGHT}`]],
  ['two headers, the right one first', [RIGHT, `sha256=${'0'.repeat(64)}`]],
  ['two headers, the right one last', [`sha256=${'0'.repeat(64)}`, RIGHT]],
  ['two right headers', [RIGHT, RIGHT]],
  ['an empty header and the right one', ['', RIGHT]],
  ['valid for another body', [githubSignature(`${BODY} `)]],
  ['valid for an empty body', [githubSignature('')]],
  ['valid with another secret', [githubSignature(BODY, `${WEBHOOK_SECRET}x`)]],
  ["valid with Probot's default secret", [githubSignature(BODY, 'development')]],
  ['valid with an empty secret', [githubSignature(BODY, '')]],
  ['a plain hash', [`sha256=${createHash('sha256').update(BODY).digest('hex')}`]],
  [
    'a hash of secret and body',
    [
      `sha256=${createHash('sha256')
        .update(WEBHOOK_SECRET + BODY)
        .digest('hex')}`,
    ],
  ],
  ['8,000 characters', [`sha256=${'a'.repeat(8_000)}`]],
];

const deliveryHeaders = (signatures: readonly string[]): [string, string][] => [
  ...Object.entries(githubHeaders(BODY)).filter(([name]) => name !== 'x-hub-signature-256'),
  ['content-length', String(Buffer.byteLength(BODY))],
  ...signatures.map((signature): [string, string] => ['x-hub-signature-256', signature]),
];

test.each(WRONG)('a signature that is %s is answered 401', async (_, signatures) => {
  const answer = await rawHttp(server.port, rawRequest('POST /webhooks/github', deliveryHeaders(signatures), BODY));
  expect(answer.status).toBe(401);
  expect(answer.text).toContain('"reason":"bad-credential"');
});

test.each([
  ['a NUL in the signature', [['x-hub-signature-256', `${RIGHT}\u0000`]]],
  ['a line feed in the signature', [['x-hub-signature-256', `${RIGHT}\nx: y`]]],
  ['a folded signature', [['x-hub-signature-256', `sha256=\r\n ${HEX}`]]],
] as const)('%s is not let through', async (_, extra) => {
  const headers = [...deliveryHeaders([]), ...extra.map(([name, value]): [string, string] => [name, value])];
  const { status } = await rawHttp(server.port, rawRequest('POST /webhooks/github', headers, BODY));
  expect([400, 401]).toContain(status);
});

test('the signature of SHA-1 alone, as GitHub still sends beside the other, is not enough', async () => {
  const headers = [...deliveryHeaders([]), ['x-hub-signature', `sha1=${sha1}`] as const];
  expect((await rawHttp(server.port, rawRequest('POST /webhooks/github', headers, BODY))).status).toBe(401);
});

test('after all of them nothing is stored, and no line that was logged holds a payload or a signature', async () => {
  expect(await server.stored()).toEqual([]);
  const lines = server.lines.join('');
  expect(lines).toContain('"reason":"bad-credential"');
  for (const canary of ['payload-canary', HEX, sha1, WEBHOOK_SECRET]) expect(lines).not.toContain(canary);
  // Of the three malformed ones the parser may refuse some before they reach the route; the SHA-1 one always does.
  const metrics = await server.metrics.registry.metrics();
  const refused = Number(/refusals_total\{route="github",reason="bad-credential"\} (\d+)/.exec(metrics)?.[1]);
  expect(refused).toBeGreaterThanOrEqual(WRONG.length + 1);
  expect(refused).toBeLessThanOrEqual(WRONG.length + 4);
});

test('the right signature is let in', async () => {
  const answer = await rawHttp(server.port, rawRequest('POST /webhooks/github', deliveryHeaders([RIGHT]), BODY));
  expect(answer.status).toBe(202);
  expect((await server.stored()).map(({ body }) => Buffer.from(body).toString())).toEqual([BODY]);
});
