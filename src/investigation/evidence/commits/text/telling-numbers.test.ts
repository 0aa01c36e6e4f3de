import { expect, test } from '@jest/globals';
import { tellingNumbers } from './telling-numbers.ts';

test.each<[string, readonly number[]]>([
  ['max (3841423 vs. 1048576)', [3_841_423, 1_048_576]],
  ['MaxRecvMsgSize(1<<20) and 1 << 21', [2 ** 20, 2 ** 21]],
  ['const LIMIT = 25 * 1024 * 1024;', [25 * 2 ** 20]],
  ['PING_EVERY = 75_000', [75_000]],
  ['memory: 512Mi', [512 * 2 ** 20]],
  ['timeout 30s, then 45 seconds', [30, 30_000, 45, 45_000]],
  ['waited 250000 ms', [250_000]],
  ['3 MB', [3e6]],
])('%s', (text, numbers) => {
  expect([...tellingNumbers(text)]).toEqual(numbers);
});

test.each([
  'answered 502, 404 and 200',
  'in 2026, on port 8080 or 443',
  'retry 3 of 5, 15 left',
  '1000 rows',
  'dial tracking-db:5432, [fd00::7]:6379',
  'v1.26.18 of build-77, sha 4f2e99',
])('%s names no limit', (text) => {
  expect([...tellingNumbers(text)]).toEqual([]);
});

test('a long run of digits, and a text without end, take no time', () => {
  expect([...tellingNumbers(`${'9'.repeat(50_000)} ${'1*'.repeat(50_000)}`)]).toEqual([]);
});
