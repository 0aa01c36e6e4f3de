import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { sentCall } from '../../test/support/github/sent-call.ts';
import { createGitHubAccess, type GitHubAccessOptions } from './create-github-access.ts';

const { privateKey: key } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const privateKey = key.export({ type: 'pkcs8', format: 'pem' }).toString();
const TOKEN = 'ghs_canary0123456789012345678901234567890';

interface Sent {
  readonly call: string;
  readonly body: unknown;
  readonly authorization: string;
}

/** Access before a GitHub that answers `answers` by call, else 200 with `{}`. */
function access(
  answers: Readonly<Record<string, () => Response | Promise<Response>>> = {},
  options: Partial<GitHubAccessOptions> = {},
) {
  const sent: Sent[] = [];
  const json = (status: number, data: unknown) =>
    new Response(JSON.stringify(data), { status, headers: { 'content-type': 'application/json' } });
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const { method, url, text } = sentCall(input, init);
    const call = `${method} ${new URL(url).pathname}`;
    const body = text ? JSON.parse(text) : undefined;
    sent.push({ call, body, authorization: new Headers(init?.headers).get('authorization') ?? '' });
    const signal = init?.signal;
    const answer = answers[call];
    if (answer !== undefined) {
      return Promise.race([
        answer(),
        new Promise<Response>((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
      ]);
    }
    if (call.endsWith('/access_tokens')) {
      const minted = sent.filter((one) => one.call === call).length;
      return json(201, {
        token: `${TOKEN}${minted}`,
        expires_at: new Date(Date.now() + 3_600_000).toISOString(),
        permissions: {},
      });
    }
    return json(200, { slug: 'whatchanged', id: 7 });
  };
  const github = createGitHubAccess({
    appId: 7,
    privateKey,
    isOurs: () => true,
    betweenWritesMs: 0,
    fetch,
    ...options,
  });
  const minted = () => sent.filter(({ call }) => call.endsWith('/access_tokens'));
  return { github, sent, minted, json };
}

/** The whole of an error as text: message, stack, causes and every property. */
function everything(error: unknown, depth = 0): string {
  if (typeof error !== 'object' || error === null || depth > 6) return String(error);
  const names = Object.getOwnPropertyNames(error);
  return names.map((name) => `${name}: ${everything((error as Record<string, unknown>)[name], depth + 1)}`).join('\n');
}

describe('tokens', () => {
  test('are minted for one repository with the named permissions, and carried by every call', async () => {
    const { github, sent, minted } = access();
    const octokit = await github.forRepository(11, 22, { issues: 'write', metadata: 'read' });
    await octokit.request('GET /repositories/{id}', { id: 22 });
    expect(minted()).toMatchObject([
      {
        call: 'POST /app/installations/11/access_tokens',
        body: { repository_ids: [22], permissions: { issues: 'write', metadata: 'read' } },
        authorization: expect.stringMatching(/^bearer ey/),
      },
    ]);
    expect(sent.at(-1)?.authorization).toBe(`token ${TOKEN}1`);
  });

  test('are kept per installation, repository and permissions', async () => {
    const { github, minted } = access();
    await github.forRepository(11, 22, { issues: 'write' });
    await github.forRepository(11, 22, { issues: 'write' });
    expect(minted()).toHaveLength(1);
    await github.forRepository(11, 22, { issues: 'read' });
    await github.forRepository(11, 23, { issues: 'write' });
    await github.forRepository(12, 22, { issues: 'write' });
    expect(minted()).toHaveLength(4);
  });

  test('that may write code are minted anew each time', async () => {
    const { github, minted } = access();
    await github.forRepository(11, 22, { contents: 'write' });
    await github.forRepository(11, 22, { contents: 'write' });
    expect(minted()).toHaveLength(2);
  });

  test('without named permissions are refused before anything is sent', async () => {
    const { github, sent } = access();
    await expect(github.forRepository(11, 22, {})).rejects.toMatchObject({ code: 'guard-denied' });
    expect(sent).toEqual([]);
  });

  test.each([
    [404, { code: 'upstream-failed', retryable: false, status: 404 }],
    [401, { code: 'upstream-failed', retryable: true, status: 401 }],
    [503, { code: 'upstream-failed', retryable: true, status: 503 }],
    [429, { code: 'upstream-rate-limited', retryable: true, retryAfterMs: 60_000 }],
  ])('that GitHub answers with %d fail with what to do', async (status, failure) => {
    const mint = 'POST /app/installations/11/access_tokens';
    const { github } = access({ [mint]: () => new Response('{"message":"no"}', { status }) });
    await expect(github.forRepository(11, 22, { issues: 'write' })).rejects.toMatchObject(failure);
  });

  test('never stand in an error', async () => {
    const { github, json } = access({ 'POST /repos/o/r/issues/1/comments': () => json(422, { message: 'no' }) });
    const octokit = await github.forRepository(11, 22, { issues: 'write' });
    const body = '<!-- whatchanged:id v1 00000000000000000000000000000000 -->';
    const error = await octokit.rest.issues.createComment({ owner: 'o', repo: 'r', issue_number: 1, body }).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(everything(error)).toContain('422');
    expect(everything(error)).not.toMatch(/ghs_|eyJ/);
  });
});

describe('the guard', () => {
  test('stands before every client', async () => {
    const { github, sent } = access();
    const octokit = await github.forRepository(11, 22, { contents: 'write', pull_requests: 'write' });
    const before = sent.length;
    const merge = octokit.rest.pulls.merge({ owner: 'o', repo: 'r', pull_number: 1 });
    await expect(merge).rejects.toMatchObject({ cause: { code: 'guard-denied' } });
    await expect(octokit.graphql('query { viewer { login } }')).rejects.toThrow(/GraphQL is closed/);
    await expect(github.asApp().rest.apps.deleteInstallation({ installation_id: 11 })).rejects.toThrow(/refused/);
    expect(sent).toHaveLength(before);
  });

  test('lets no client write code whose token is not for a revert', async () => {
    const { github } = access();
    const octokit = await github.forRepository(11, 22, { issues: 'write' });
    const blob = octokit.rest.git.createBlob({ owner: 'o', repo: 'r', content: 'x', encoding: 'utf-8' });
    await expect(blob).rejects.toThrow(/only a revert/);
  });
});

describe('time', () => {
  test('no answer within the deadline is an end', async () => {
    const never = () => new Promise<Response>(() => undefined);
    const { github } = access({ 'POST /app/installations/11/access_tokens': never }, { timeoutMs: 20 });
    const minting = github.forRepository(11, 22, { issues: 'write' });
    await expect(minting).rejects.toMatchObject({ code: 'upstream-timeout', retryable: true });
  });

  test('a failed write is not sent again', async () => {
    const { github, sent, json } = access({ 'POST /repos/o/r/issues/1/comments': () => json(502, {}) });
    const octokit = await github.forRepository(11, 22, { issues: 'write' });
    const body = '<!-- whatchanged:id v1 00000000000000000000000000000000 -->';
    const comment = octokit.rest.issues.createComment({ owner: 'o', repo: 'r', issue_number: 1, body });
    await expect(comment).rejects.toMatchObject({ status: 502 });
    expect(sent.filter(({ call }) => call.endsWith('/comments'))).toHaveLength(1);
  });
});
