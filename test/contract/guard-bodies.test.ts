import { describe, expect, test } from '@jest/globals';
import { API, GOOD, guard, marked, SHA } from '../support/github/guarded-network.ts';

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
