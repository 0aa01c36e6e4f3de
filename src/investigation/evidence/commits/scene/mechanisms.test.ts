import { expect, test } from '@jest/globals';
import { CODE_SYMPTOMS } from '../../../../../test/support/cases/symptoms-of-code.ts';
import { CONTRACT_SYMPTOMS } from '../../../../../test/support/cases/symptoms-of-contracts.ts';
import { LOAD_SYMPTOMS } from '../../../../../test/support/cases/symptoms-of-load.ts';
import { EVERYDAY_WORDS, MECHANISMS } from './mechanisms.ts';

/** In the order of the mechanisms. */
const SHOWN = [...LOAD_SYMPTOMS, ...CONTRACT_SYMPTOMS, ...CODE_SYMPTOMS];

test.each(SHOWN)('%s', (name, touches, messages) => {
  const mechanism = MECHANISMS.find((one) => one.name === name);
  expect(mechanism?.touches).toContain(touches);
  for (const message of messages) expect([message, mechanism?.symptom.test(message)]).toEqual([message, true]);
  expect(mechanism?.symptom.test('seats sorted by colour')).toBe(false);
});

test('every mechanism is shown above, and touches words in lower case of which none is empty', () => {
  expect(MECHANISMS.map(({ name }) => name)).toEqual(SHOWN.map(([name]) => name));
  for (const { touches } of MECHANISMS) for (const word of touches) expect(word).toMatch(/^\S+$/);
});

test.each([
  ['connection pool', 'spooling'],
  ['connection pool', 'thread pool, threads_pool, threadPool'],
  ['rate limit', '14290'],
  ['timeout', 'took off'],
  ['timeout', 'slowly after a while'],
  ['retries', 'stretch marks'],
  ['backlog', 'flag'],
  ['cache', 'missing dismissed'],
  ['TLS', 'hassle, atls'],
  ['TLS', 'the certificate of attendance'],
  ['TLS', 'certificate issued for student 7'],
  ['connection pool', 'ForkJoin Pool.common Pool-worker-3'],
  ['used-up ports', 'low on resource: ephemeral-storage'],
  ['used-up ports', 'transport: retries exhausted, total time waiting for lock'],
  ['throughput of a table', 'thread capacity 200 reached'],
  ['routing', 'allocation not found'],
  ['missing value', '404 Not Found'],
  ['routing', 'voucher not found'],
  ['memory', 'maxmemory reached'],
  ['edge cache', 'dismissed abcdns'],
  ['kept too short', 'unexpired expiredness'],
  ['lock', 'blocks'],
  ['missing value', 'vanilla nullify'],
  ['message size', '41300'],
  ['access', '24010 14031'],
  ['signing keys', 'skid, the keyboard, unknown keyword'],
  ['routing', '14040 1405 3011'],
  ['address', 'renotfounder'],
  ['locale or time', 'cutcx'],
  ['build', 'signs blinks'],
  ['test', 'latest attests'],
  ['pipeline', 'robots icing'],
])('%s is not shown by "%s"', (name, message) => {
  expect(MECHANISMS.find((one) => one.name === name)?.symptom.test(message)).toBe(false);
});

test('everyday words are words', () => {
  expect(EVERYDAY_WORDS.has('')).toBe(false);
  for (const word of ['none', 'column', 'missing', 'name', 'group']) expect(EVERYDAY_WORDS.has(word)).toBe(true);
});
