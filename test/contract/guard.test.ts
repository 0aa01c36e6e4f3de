import { describe, expect, test } from '@jest/globals';
import { Octokit } from '@octokit/rest';
import { OperationalError } from '../../src/platform/errors.ts';
import { API, GOOD, guard, marked, SHA } from '../support/github/guarded-network.ts';

const REVERT_ONLY = ['git/blobs', 'git/trees', 'git/commits', 'git/refs', 'pulls', 'installation/token'];

interface Operation {
  readonly method: string;
  readonly route: string;
}

/** Every REST operation of GitHub that Octokit knows and that is not a read. */
function operations(): readonly Operation[] {
  const rest = new Octokit().rest as unknown as Record<
    string,
    Record<string, { endpoint: { DEFAULTS: Operation & { url: string } } }>
  >;
  const routes = new Map<string, Operation>();
  for (const scope of Object.values(rest)) {
    for (const call of Object.values(scope)) {
      const { method, url } = call.endpoint.DEFAULTS;
      if (method !== 'GET' && method !== 'HEAD') routes.set(`${method} ${url}`, { method, route: url });
    }
  }
  return [...routes.values()];
}

const filled = (route: string) =>
  route.replace(/\{(\w+)\}/g, (_, name: string) => {
    if (name === 'owner' || name === 'org') return 'shop';
    if (name === 'repo') return 'checkout';
    return name.endsWith('_id') || name.endsWith('_number') ? '7' : 'x';
  });

describe('the whole of GitHub against the list', () => {
  const all = operations();

  test('Octokit knows several hundred writing operations', () => {
    expect(all.length).toBeGreaterThan(400);
  });

  test('of every writing operation, with every body that any row allows, exactly the list goes out', async () => {
    const { passes } = guard();
    const allowed = new Set<string>();
    for (const { method, route } of all) {
      for (const body of [...Object.values(GOOD), {}]) {
        if (await passes(method, `${API}${filled(route)}`, body)) allowed.add(`${method} ${route}`);
      }
    }
    expect([...allowed].sort()).toEqual(Object.keys(GOOD).sort());
  });

  test('outside a revert nothing that touches code goes out', async () => {
    const { passes } = guard({ mayDraftRevert: false });
    for (const [operation, body] of Object.entries(GOOD)) {
      const [method = '', route = ''] = operation.split(' ');
      const revertOnly = REVERT_ONLY.some((end) => route.endsWith(end));
      expect([operation, await passes(method, `${API}${filled(route)}`, body)]).toEqual([operation, !revertOnly]);
    }
  });

  test('with the kill switch on, only a token for reading can be asked for', async () => {
    const { passes, door } = guard({ isReadOnly: async () => true });
    for (const [operation, body] of Object.entries(GOOD)) {
      const [method = '', route = ''] = operation.split(' ');
      expect([operation, await passes(method, `${API}${filled(route)}`, body)]).toEqual([operation, false]);
    }
    const reading = { repository_ids: [7], permissions: { contents: 'read', metadata: 'read' } };
    expect(await passes('POST', `${API}/app/installations/1/access_tokens`, reading)).toBe(true);
    expect(await passes('GET', `${API}/repos/shop/checkout`)).toBe(true);
    // What is on the list is no bug: it is tried again when the switch is off.
    const comment = { method: 'POST', body: JSON.stringify({ body: marked }) };
    const listed = door(`${API}/repos/shop/checkout/issues/1/comments`, comment);
    await expect(listed).rejects.toMatchObject({ code: 'read-only', retryable: true });
    const merge = door(`${API}/repos/shop/checkout/pulls/1/merge`, { method: 'PUT' });
    await expect(merge).rejects.toMatchObject({ code: 'guard-denied' });
  });

  test('the kill switch is asked at every write, and a switch that cannot be asked lets nothing out', async () => {
    let isOn = false;
    const { passes } = guard({ isReadOnly: () => isOn });
    const comment = () => passes('POST', `${API}/repos/shop/checkout/issues/1/comments`, { body: marked });
    expect(await comment()).toBe(true);
    isOn = true;
    expect(await comment()).toBe(false);
    isOn = false;
    expect(await comment()).toBe(true);
    const unknown = guard({ isReadOnly: () => Promise.reject(new OperationalError('storage-unavailable', 'away')) });
    const asked = unknown.passes('POST', `${API}/repos/shop/checkout/issues/1/comments`, { body: marked });
    await expect(asked).rejects.toMatchObject({ code: 'storage-unavailable' });
    expect(unknown.sent).toEqual([]);
  });
});

describe('ways around the list', () => {
  const pull = `${API}/repos/shop/checkout/pulls/1/merge`;
  test.each<[string, string, string, unknown?]>([
    ['merge', 'PUT', pull],
    ['merge, encoded', 'PUT', `${API}/repos/shop/checkout/pulls/1/%6Derge`],
    ['merge in lower-case method', 'put', pull],
    ['merge branches', 'POST', `${API}/repos/shop/checkout/merges`, { base: 'main', head: 'x' }],
    ['merge upstream', 'POST', `${API}/repos/shop/checkout/merge-upstream`, { branch: 'main' }],
    ['GraphQL', 'POST', `${API}/graphql`, { query: 'mutation { mergePullRequest }' }],
    ['GraphQL by GET', 'GET', `${API}/graphql?query=x`],
    ['GraphQL in capitals', 'POST', `${API}/GraphQL`, { query: 'mutation' }],
    ['update a ref', 'PATCH', `${API}/repos/shop/checkout/git/refs/heads/main`, { sha: SHA, force: true }],
    ['update a ref as Octokit sends it', 'PATCH', `${API}/repos/shop/checkout/git/refs/heads%2Fmain`, { sha: SHA }],
    ['delete a ref', 'DELETE', `${API}/repos/shop/checkout/git/refs/heads/main`],
    ['write a file', 'PUT', `${API}/repos/shop/checkout/contents/a`, { message: 'm', content: '' }],
    ['approve', 'POST', `${API}/repos/shop/checkout/pulls/1/reviews`, { event: 'APPROVE' }],
    ['dispatch', 'POST', `${API}/repos/shop/checkout/dispatches`, { event_type: 'x' }],
    [
      'another server',
      'POST',
      'https://evil.example/repos/shop/checkout/issues',
      GOOD['POST /repos/{owner}/{repo}/issues'],
    ],
    ['another server for a read', 'GET', 'https://evil.example/repos/shop/checkout'],
    ['a longer origin', 'GET', 'https://api.github.com.evil.example/repos'],
    ['credentials in the address', 'GET', 'https://me:pw@api.github.com/repos'],
    ['plain http', 'GET', 'http://api.github.com/repos/shop/checkout'],
    ['a query on a write', 'POST', `${API}/repos/shop/checkout/issues?x=1`, GOOD['POST /repos/{owner}/{repo}/issues']],
    ['an empty query', 'POST', `${API}/repos/shop/checkout/issues?`, GOOD['POST /repos/{owner}/{repo}/issues']],
    ['a fragment', 'POST', `${API}/repos/shop/checkout/issues#x`, GOOD['POST /repos/{owner}/{repo}/issues']],
    ['dot segments', 'POST', `${API}/repos/shop/checkout/pulls/../issues`, GOOD['POST /repos/{owner}/{repo}/issues']],
    ['a repository of two dots', 'POST', `${API}/repos/shop/../issues`, GOOD['POST /repos/{owner}/{repo}/issues']],
    ['a backslash', 'POST', `${API}/repos/shop\\checkout/issues`, GOOD['POST /repos/{owner}/{repo}/issues']],
    ['two slashes', 'POST', `${API}/repos/shop/checkout//issues`, GOOD['POST /repos/{owner}/{repo}/issues']],
    ['a trailing slash', 'POST', `${API}/repos/shop/checkout/issues/`, GOOD['POST /repos/{owner}/{repo}/issues']],
    ['a blank at the end', 'POST', `${API}/repos/shop/checkout/issues `, GOOD['POST /repos/{owner}/{repo}/issues']],
    ['an unknown method', 'PURGE', `${API}/repos/shop/checkout/issues`],
  ])('%s is refused', async (...[, method, url, body]) => {
    expect(await guard().passes(method, url, body)).toBe(false);
  });

  test('a method that is overridden by a header is refused', async () => {
    const { passes } = guard();
    const headers = { 'X-HTTP-Method-Override': 'PUT' };
    expect(await passes('GET', pull, undefined, { headers })).toBe(false);
  });

  test('a Request object is refused, because its body cannot be read without using it up', async () => {
    const request = new Request(`${API}/repos/shop/checkout`);
    await expect(guard().door(request)).rejects.toMatchObject({ code: 'guard-denied' });
  });
});

test('an API below a path (GitHub Enterprise Server) is kept to that path', async () => {
  const { passes } = guard({ apiUrl: 'https://ghe.example/api/v3' });
  const body = GOOD['POST /repos/{owner}/{repo}/issues'];
  expect(await passes('POST', 'https://ghe.example/api/v3/repos/shop/checkout/issues', body)).toBe(true);
  expect(await passes('POST', 'https://ghe.example/repos/shop/checkout/issues', body)).toBe(false);
  expect(await passes('POST', 'https://ghe.example/api/graphql', { query: 'mutation' })).toBe(false);
});
