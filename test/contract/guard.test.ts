import { describe, expect, test } from '@jest/globals';
import { Octokit } from '@octokit/rest';
import { type Denied, type GuardOptions, guardFetch } from '../../src/effects/guard.ts';
import { createMarker } from '../../src/effects/marker.ts';
import { OperationalError } from '../../src/platform/errors.ts';

const API = 'https://api.github.com';
const SHA = 'a'.repeat(40);
const marked = createMarker('secret').mark(
  { installationId: 1, repositoryId: 2, kind: 'issue', naturalKey: 'inc-1' },
  'Something is wrong.',
);

/** Every body that the list knows, by the operation that it is meant for. */
const GOOD: Readonly<Record<string, unknown>> = {
  'POST /app/installations/{installation_id}/access_tokens': {
    repository_ids: [7],
    permissions: { contents: 'read', issues: 'write' },
  },
  'POST /repos/{owner}/{repo}/issues': { title: 'Down', body: marked, labels: ['whatchanged'] },
  'PATCH /repos/{owner}/{repo}/issues/{issue_number}': { title: 'Down', body: marked, state: 'closed' },
  'POST /repos/{owner}/{repo}/issues/{issue_number}/comments': { body: marked },
  'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}': { body: marked },
  'POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions': { content: 'eyes' },
  'POST /repos/{owner}/{repo}/git/blobs': { content: 'x', encoding: 'utf-8' },
  'POST /repos/{owner}/{repo}/git/trees': {
    base_tree: SHA,
    tree: [{ path: 'src/a.ts', mode: '100644', type: 'blob', sha: null }],
  },
  'POST /repos/{owner}/{repo}/git/commits': { message: 'Revert', tree: SHA, parents: [SHA] },
  'POST /repos/{owner}/{repo}/git/refs': { ref: 'refs/heads/whatchanged/revert/inc1-abcdef0', sha: SHA },
  'POST /repos/{owner}/{repo}/pulls': {
    title: 'Revert',
    body: 'why',
    head: 'whatchanged/revert/inc1-abcdef0',
    base: 'main',
    draft: true,
  },
  'DELETE /installation/token': undefined,
};
const REVERT_ONLY = ['git/blobs', 'git/trees', 'git/commits', 'git/refs', 'pulls', 'installation/token'];

function guard(options: Partial<GuardOptions> = {}) {
  const sent: { readonly method: string; readonly url: string }[] = [];
  const denied: Denied[] = [];
  const network: typeof fetch = async (input, init) => {
    sent.push({ method: init?.method ?? 'GET', url: String(input) });
    return new Response('{}', { status: 200 });
  };
  const door = guardFetch(network, {
    apiUrl: API,
    isOurs: () => true,
    mayDraftRevert: true,
    onDenied: (one) => denied.push(one),
    ...options,
  });
  /** Whether the call went out; refusals must carry the code and be told. */
  const passes = async (method: string, url: string, body?: unknown, init: RequestInit = {}) => {
    const before = sent.length;
    try {
      const text = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
      await door(url, { method, ...text, ...init });
    } catch (error) {
      if (!(error instanceof OperationalError) || !['guard-denied', 'read-only'].includes(error.code)) throw error;
      if (sent.length !== before || denied.length === 0) throw new Error('refused, but sent or not told');
      return false;
    }
    return sent.length === before + 1;
  };
  return { door, sent, denied, passes };
}

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

describe('bodies', () => {
  const issues = `${API}/repos/shop/checkout/issues`;
  const issue = { title: 'Down', body: marked };
  const pulls = GOOD['POST /repos/{owner}/{repo}/pulls'] as object;
  const tree = (path: string, mode = '100644') => ({
    base_tree: SHA,
    tree: [{ path, mode, type: 'blob', content: '' }],
  });
  const tokens = `${API}/app/installations/1/access_tokens`;

  test.each<[string, string, string, unknown]>([
    ['an issue without our marker', 'POST', issues, { ...issue, body: 'hello' }],
    ['an issue with an assignee', 'POST', issues, { ...issue, assignees: ['me'] }],
    ['an issue with a foreign label', 'POST', issues, { ...issue, labels: ['security'] }],
    ['an issue with a milestone', 'POST', issues, { ...issue, milestone: 1 }],
    ['a body that is no JSON', 'POST', issues, 'title=x'],
    ['a list', 'POST', issues, [issue]],
    ['an issue locked by PATCH', 'PATCH', `${issues}/7`, { locked: true }],
    ['a reaction that praises', 'POST', `${issues}/comments/7/reactions`, { content: '+1' }],
    ['a token for every repository', 'POST', tokens, { permissions: { issues: 'write' } }],
    ['a token for two repositories', 'POST', tokens, { repository_ids: [1, 2], permissions: { issues: 'write' } }],
    ['a token by name', 'POST', tokens, { repositories: ['x'], permissions: { issues: 'write' } }],
    ['a token with all permissions', 'POST', tokens, { repository_ids: [1] }],
    ['a token with no permission named', 'POST', tokens, { repository_ids: [1], permissions: {} }],
    ['a token for workflows', 'POST', tokens, { repository_ids: [1], permissions: { workflows: 'write' } }],
    ['a token for administration', 'POST', tokens, { repository_ids: [1], permissions: { administration: 'read' } }],
    ['a pull request that is ready', 'POST', `${API}/repos/a/b/pulls`, { ...pulls, draft: false }],
    ['a pull request without draft', 'POST', `${API}/repos/a/b/pulls`, { ...pulls, draft: undefined }],
    ['a pull request from elsewhere', 'POST', `${API}/repos/a/b/pulls`, { ...pulls, head: 'evil:main' }],
    ['a pull request others may edit', 'POST', `${API}/repos/a/b/pulls`, { ...pulls, maintainer_can_modify: true }],
    ['a ref outside our branches', 'POST', `${API}/repos/a/b/git/refs`, { ref: 'refs/heads/main', sha: SHA }],
    ['a tag', 'POST', `${API}/repos/a/b/git/refs`, { ref: 'refs/tags/whatchanged/revert/inc1-abcdef0', sha: SHA }],
    [
      'a deeper ref',
      'POST',
      `${API}/repos/a/b/git/refs`,
      { ref: 'refs/heads/whatchanged/revert/inc1/abcdef0', sha: SHA },
    ],
    ['a workflow file', 'POST', `${API}/repos/a/b/git/trees`, tree('.github/workflows/x.yml')],
    ['a path that climbs', 'POST', `${API}/repos/a/b/git/trees`, tree('src/../.github/workflows/x.yml')],
    ['a submodule', 'POST', `${API}/repos/a/b/git/trees`, tree('lib', '160000')],
    [
      'a commit with two parents',
      'POST',
      `${API}/repos/a/b/git/commits`,
      { message: 'm', tree: SHA, parents: [SHA, SHA] },
    ],
    ['a body on a revocation', 'DELETE', `${API}/installation/token`, { x: 1 }],
  ])('%s is refused', async (...[, method, url, body]) => {
    expect(await guard().passes(method, url, body)).toBe(false);
  });

  test('a stream cannot be checked', async () => {
    const { passes } = guard();
    expect(await passes('POST', issues, undefined, { body: new Blob([JSON.stringify(issue)]) })).toBe(false);
  });

  test('contents:write is minted for a revert only', async () => {
    const body = { repository_ids: [1], permissions: { contents: 'write', pull_requests: 'write' } };
    expect(await guard().passes('POST', tokens, body)).toBe(true);
    expect(await guard({ mayDraftRevert: false }).passes('POST', tokens, body)).toBe(false);
  });

  test('only our own issues and comments are edited', async () => {
    const asked: unknown[] = [];
    const { passes } = guard({
      isOurs: (object) => {
        asked.push(object);
        return object.id === 7;
      },
    });
    expect(await passes('PATCH', `${issues}/7`, { state: 'closed' })).toBe(true);
    expect(await passes('PATCH', `${issues}/8`, { state: 'closed' })).toBe(false);
    expect(await passes('PATCH', `${issues}/comments/8`, { body: marked })).toBe(false);
    expect(asked).toEqual([
      { repository: 'shop/checkout', kind: 'issue', id: 7 },
      { repository: 'shop/checkout', kind: 'issue', id: 8 },
      { repository: 'shop/checkout', kind: 'comment', id: 8 },
    ]);
  });
});

describe('redirects', () => {
  const redirecting = (location: string) => {
    const sent: { readonly url: string; readonly redirect: unknown }[] = [];
    const network: typeof fetch = async (input, init) => {
      sent.push({ url: String(input), redirect: init?.redirect });
      const moved = String(input).endsWith('/old');
      return moved ? new Response(null, { status: 301, headers: { location } }) : new Response('{}');
    };
    return { sent, door: guardFetch(network, { apiUrl: API, isOurs: () => true }) };
  };

  test('a read follows to a renamed repository on the same server', async () => {
    const { door, sent } = redirecting('/repositories/7');
    const answer = await door(`${API}/repos/shop/old`);
    expect(answer.status).toBe(200);
    expect(sent.map((one) => one.url)).toEqual([`${API}/repos/shop/old`, `${API}/repositories/7`]);
  });

  test('a read does not carry its token to another server', async () => {
    const { door, sent } = redirecting('https://evil.example/x');
    await expect(door(`${API}/repos/shop/old`)).rejects.toMatchObject({ code: 'guard-denied' });
    expect(sent).toHaveLength(1);
  });

  test('a read that goes round in circles ends', async () => {
    const { door } = redirecting(`${API}/repos/shop/old`);
    await expect(door(`${API}/repos/shop/old`)).rejects.toMatchObject({ code: 'guard-denied' });
  });

  test('a write follows nothing', async () => {
    const { door, sent } = redirecting('/x');
    await door(`${API}/repos/shop/old/issues`, { method: 'POST', body: JSON.stringify({ title: 'x', body: marked }) });
    expect(sent).toEqual([{ url: `${API}/repos/shop/old/issues`, redirect: 'error' }]);
  });
});

test('an API below a path (GitHub Enterprise Server) is kept to that path', async () => {
  const { passes } = guard({ apiUrl: 'https://ghe.example/api/v3' });
  const body = GOOD['POST /repos/{owner}/{repo}/issues'];
  expect(await passes('POST', 'https://ghe.example/api/v3/repos/shop/checkout/issues', body)).toBe(true);
  expect(await passes('POST', 'https://ghe.example/repos/shop/checkout/issues', body)).toBe(false);
  expect(await passes('POST', 'https://ghe.example/api/graphql', { query: 'mutation' })).toBe(false);
});
