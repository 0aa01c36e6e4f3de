import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type GitHubMock, githubMock } from '../../../test/support/github/github-mock.ts';
import { testKey } from '../../../test/support/github/small-github.ts';
import { createGitHubAccess } from '../../platform/create-github-access.ts';
import { openDeliveryLog } from './delivery-log.ts';

const FIRST = 'GET /app/hook/deliveries?per_page=100';
const SECOND = 'GET /app/hook/deliveries?per_page=100&cursor=v1_12%2F3';
const NEXT = { link: '<https://api.github.com/app/hook/deliveries?per_page=100&cursor=v1_12%2F3>; rel="next"' };
const AT = Date.parse('2026-11-23T03:00:00Z');

let github: GitHubMock;
beforeEach(() => {
  github = githubMock();
});
afterEach(() => {
  expect(github.end()).toEqual({ unanswered: [], unused: [] });
});

const log = () =>
  openDeliveryLog(createGitHubAccess({ appId: 4711, privateKey: testKey, isOurs: () => false, timeoutMs: 5_000 }));
const logged = (id: number, minute: number, status_code = 200) => ({
  id,
  guid: `guid-${id}`,
  delivered_at: new Date(AT + minute * 60_000).toISOString(),
  event: 'push',
  status_code,
});

test('gives what was delivered since then, and whether it arrived', async () => {
  github.answer(FIRST, 200, [logged(3, 2, 202), logged(2, 1, 503), logged(1, 0, 0), logged(0, -1)]);
  expect(await log().since(AT)).toEqual([
    { id: 3, guid: 'guid-3', deliveredAt: AT + 120_000, event: 'push', arrived: true },
    { id: 2, guid: 'guid-2', deliveredAt: AT + 60_000, event: 'push', arrived: false },
    { id: 1, guid: 'guid-1', deliveredAt: AT, event: 'push', arrived: false },
  ]);
});

test('turns pages until one is older, as the App itself', async () => {
  github.answer(FIRST, 200, [logged(9, 9)], NEXT);
  github.answer(SECOND, 200, [logged(8, 8), logged(7, -1)], NEXT);
  expect((await log().since(AT)).map(({ id }) => id)).toEqual([9, 8]);
  expect(github.requests.map(({ call }) => call)).toEqual([FIRST, SECOND]);
  for (const { authorization } of github.requests) expect(authorization).toMatch(/^bearer eyJ[\w-]+\.[\w-]+\.[\w-]+$/);
});

test('stops where there is no further page, and at one that is empty', async () => {
  github.answer(FIRST, 200, [logged(9, 9)]);
  expect(await log().since(AT)).toHaveLength(1);
  github.answer(FIRST, 200, [], NEXT);
  expect(await log().since(AT)).toEqual([]);
  expect(github.requests).toHaveLength(2);
});

test('gives the payload that was sent; none where GitHub has it no more', async () => {
  github.answer('GET /app/hook/deliveries/5', 200, { id: 5, request: { headers: {}, payload: { ref: 'main' } } });
  github.answer('GET /app/hook/deliveries/6', 404, { message: 'Not Found' });
  github.answer('GET /app/hook/deliveries/7', 200, { id: 7, request: { headers: {}, payload: null } });
  const reader = log();
  expect(await reader.payload(5)).toEqual({ ref: 'main' });
  expect(await reader.payload(6)).toBeUndefined();
  expect(await reader.payload(7)).toBeUndefined();
});

test.each([
  [502, { code: 'upstream-failed', retryable: true, status: 502 }],
  [403, { code: 'upstream-failed', retryable: false, status: 403 }],
])('says so where GitHub answers %i', async (status, failure) => {
  github.answer(FIRST, status, { message: 'no' });
  github.answer('GET /app/hook/deliveries/5', status, { message: 'no' });
  await expect(log().since(AT)).rejects.toMatchObject(failure);
  await expect(log().payload(5)).rejects.toMatchObject(failure);
});
