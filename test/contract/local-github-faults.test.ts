import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Octokit } from '@octokit/rest';
import type { ActiveFault, Fault } from '../support/local-github/server/faults.ts';
import { type Shop, startShop } from '../support/local-github/start-shop.ts';

let shop: Shop;
let octokit: Octokit;
let set: ActiveFault[] = [];

beforeAll(async () => {
  shop = await startShop({ startAt: '2026-03-02T08:00:00Z' });
  octokit = await shop.asInstallation();
});
afterEach(() => {
  for (const fault of set) fault.lift();
  set = [];
});
afterAll(async () => {
  expect(shop.github.contractViolations).toEqual([]);
  await shop.stop();
});

function fault(wanted: Fault): ActiveFault {
  const active = shop.github.fault(wanted);
  set.push(active);
  return active;
}

const POSTS = { method: 'POST', path: /^\/repos\/acme\/shop\/issues$/ };
const LISTS = { method: 'GET', path: /\/issues$/ };
const create = (title: string) => octokit.rest.issues.create({ ...shop.repo, title });
const titles = () => shop.github.issues('acme/shop').map((issue) => issue.title);
const listed = async () =>
  (await octokit.rest.issues.listForRepo({ ...shop.repo, state: 'all', per_page: 100 })).data.map((one) => one.title);

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}

/** What a client sees of a request, without a library between. */
async function seen(path = '/repos/acme/shop/issues', init: RequestInit = {}) {
  const { token } = (await octokit.auth()) as { token: string };
  const headers = { authorization: `token ${token}` };
  return fetch(`${shop.github.url}${path}`, { headers, redirect: 'manual', ...init });
}

describe('an answer that is lost', () => {
  test('with a 502, after the act', async () => {
    const active = fault({ match: POSTS, kind: 'commit-then-502', times: 1 });
    await expect(create('lost to 502')).rejects.toMatchObject({ status: 502 });
    expect(titles()).toContain('lost to 502');
    await create('after 502');
    expect([active.hits(), titles().includes('after 502')]).toEqual([1, true]);
    expect(shop.github.requests.findLast((one) => one.fault !== undefined)).toMatchObject({
      status: 502,
      fault: 'commit-then-502',
    });
  });

  test('with a connection that is cut, after the act or before it', async () => {
    fault({ match: POSTS, kind: 'commit-then-reset', times: 1 });
    await expect(create('lost to reset')).rejects.toThrow();
    fault({ match: POSTS, kind: 'reset', times: 1 });
    await expect(create('never made')).rejects.toThrow();
    expect(titles()).toContain('lost to reset');
    expect(titles()).not.toContain('never made');
  });

  test('in the middle of its body', async () => {
    fault({ match: POSTS, kind: 'truncate', times: 1 });
    // Octokit takes a body that it can not read for an empty one: the status is all that is left of the answer.
    expect(await create('cut')).toMatchObject({ status: 201, data: '' });
    expect(titles()).toContain('cut');
    fault({ match: LISTS, kind: 'truncate', times: 1 });
    await expect((await seen()).text()).rejects.toThrow();
  });
});

describe('lists that lag behind', () => {
  test('for so many requests', async () => {
    await create('old');
    fault({ match: LISTS, kind: 'hide-new-for', requests: 2 });
    await create('hidden by count');
    const sights = [await listed(), await listed(), await listed()].map((all) => [
      all.includes('old'),
      all.includes('hidden by count'),
    ]);
    expect(sights).toEqual([
      [true, false],
      [true, false],
      [true, true],
    ]);
  });

  test('until a time', async () => {
    fault({ match: LISTS, kind: 'hide-new-for', until: '2026-03-02T08:02:00Z' });
    const made = await create('hidden by time');
    expect(await listed()).not.toContain('hidden by time');
    expect((await octokit.rest.issues.get({ ...shop.repo, issue_number: made.data.number })).status).toBe(200);
    shop.github.clock.set('2026-03-02T08:02:00Z');
    expect(await listed()).toContain('hidden by time');
  });
});

describe('a refusal', () => {
  test('of a secondary limit, with and without a time to wait', async () => {
    fault({ match: LISTS, kind: 'rate-limit', limit: 'secondary', retryAfterSeconds: 7, times: 1 });
    fault({ match: LISTS, kind: 'rate-limit', limit: 'secondary', status: 429, times: 2 });
    const [one, two] = [await seen(), await seen()];
    expect([one.status, one.headers.get('retry-after'), two.status, two.headers.get('retry-after')]).toEqual([
      403,
      '7',
      429,
      null,
    ]);
    expect(await one.text()).toContain('secondary rate limit');
    expect(Number(one.headers.get('x-ratelimit-remaining'))).toBeGreaterThan(0);
  });

  test('of the primary limit, until its reset', async () => {
    fault({ match: LISTS, kind: 'rate-limit', limit: 'primary', resetInSeconds: 90, times: 1 });
    const before = Math.floor(Date.now() / 1000);
    const answer = await seen();
    expect([answer.status, answer.headers.get('x-ratelimit-remaining')]).toEqual([403, '0']);
    expect(Number(answer.headers.get('x-ratelimit-reset')) - before).toBeGreaterThanOrEqual(90);
  });

  test('with a status, a web page or a redirect', async () => {
    fault({ match: LISTS, kind: 'status', status: 401, message: 'Bad credentials', times: 1 });
    expect((await seen()).status).toBe(401);
    fault({ match: LISTS, kind: 'html', status: 200, times: 1 });
    const page = await seen();
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    fault({ match: LISTS, kind: 'redirect', to: 'http://127.0.0.1:1/elsewhere', status: 307, times: 1 });
    const moved = await seen();
    expect([moved.status, moved.headers.get('location')]).toEqual([307, 'http://127.0.0.1:1/elsewhere']);
    expect((await seen()).status).toBe(200);
  });

  test('that never comes, until it is lifted', async () => {
    const active = fault({ match: POSTS, kind: 'stall' });
    const waiting = create('stalled').then(
      () => 'made',
      (error: { status: number }) => error.status,
    );
    await until(() => active.hits() === 1);
    expect((await seen()).status).toBe(200);
    active.lift();
    expect(await waiting).toBe(503);
    expect(titles()).not.toContain('stalled');
  });
});

test('stopping ends what is stalled', async () => {
  const own = await startShop();
  const client = await own.asInstallation();
  own.github.fault({ kind: 'stall' });
  const waiting = client.rest.repos.get(own.repo).then(
    () => 'answered',
    () => 'ended',
  );
  await until(() => own.github.requests.at(-1)?.fault === 'stall');
  await own.stop();
  expect(await waiting).toBe('ended');
});

test('the log tells who asked for what, and counts', async () => {
  shop.github.forgetRequests();
  await create('logged');
  await listed();
  expect(shop.github.githubCalls).toEqual({ reads: 1, writes: 1 });
  expect(shop.github.requests[0]).toMatchObject({
    method: 'POST',
    path: '/repos/acme/shop/issues',
    operation: 'POST /repos/{owner}/{repo}/issues',
    body: { title: 'logged' },
    actor: 'installation',
    appId: shop.app.id,
    installationId: shop.installation.id,
    status: 201,
  });
});
