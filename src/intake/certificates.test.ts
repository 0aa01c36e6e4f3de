import { afterEach, expect, test } from '@jest/globals';
import { startVendorServer, type VendorServer } from '../../test/support/vendors/vendor-server.ts';
import { createHttpClient } from '../platform/create-http-client.ts';
import { OperationalError } from '../platform/errors.ts';
import { fetchedCertificates } from './certificates.ts';

const servers: VendorServer[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function store(answer: Parameters<typeof startVendorServer>[0]) {
  const server = await startVendorServer(answer);
  servers.push(server);
  const http = createHttpClient({ allowAddresses: [server.url], maxBytes: 16 * 1024, timeoutMs: 3_000, retries: 0 });
  const certificates = fetchedCertificates(http);
  return { server, get: (name: string) => certificates.get(new URL(`/${name}`, server.url)) };
}
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'none',
    (error: unknown) => (error instanceof OperationalError ? error.code : error),
  );

test('a certificate is fetched once, by however many at a time', async () => {
  const { server, get } = await store((request, response) => response.end(`pem of ${request.url}`));
  expect(await Promise.all([get('a'), get('a'), get('b')])).toEqual(['pem of /a', 'pem of /a', 'pem of /b']);
  expect(await get('a')).toBe('pem of /a');
  expect([...server.seen].sort()).toEqual(['GET /a', 'GET /b']);
});

test('what could not be fetched is tried again the next time', async () => {
  const { server, get } = await store((_, response, count) => {
    response.statusCode = count === 1 ? 500 : 200;
    response.end('pem');
  });
  expect(await codeOf(get('a'))).toBe('upstream-failed');
  expect(await get('a')).toBe('pem');
  expect(server.seen).toHaveLength(2);
});

test('only the latest are kept', async () => {
  const { server, get } = await store((_, response) => response.end('pem'));
  for (let at = 0; at <= 20; at += 1) await get(String(at));
  await get('20');
  await get('0');
  expect(server.seen).toHaveLength(22);
});

test('a redirect is not followed, and 16 KiB is the most that is read', async () => {
  const redirecting = await store((_, response) => {
    response.writeHead(302, { location: 'http://169.254.169.254/' }).end();
  });
  expect(await codeOf(redirecting.get('a'))).toBe('upstream-nonsense');
  const large = await store((_, response) => response.end('x'.repeat(17 * 1024)));
  expect(await codeOf(large.get('a'))).toBe('upstream-too-large');
});

test('by default no private address is reached', async () => {
  const { server } = await store((_, response) => response.end('pem'));
  expect(await codeOf(fetchedCertificates().get(new URL(server.url)))).not.toBe('none');
  expect(server.seen).toEqual([]);
});
