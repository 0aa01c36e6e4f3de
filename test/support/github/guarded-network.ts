import { type Denied, type GuardOptions, guardFetch } from '../../../src/effects/guard.ts';
import { createMarker } from '../../../src/effects/marker.ts';
import { OperationalError } from '../../../src/platform/errors.ts';
import { sentCall } from './sent-call.ts';

/** Where GitHub is. */
export const API = 'https://api.github.com';
/** Some commit. */
export const SHA = 'a'.repeat(40);

/** A body with our marker. */
export const marked = createMarker('secret').mark(
  { installationId: 1, repositoryId: 2, kind: 'issue', naturalKey: 'inc-1' },
  'Something is wrong.',
);

/** Every body that the list knows, by the operation that it is meant for. */
export const GOOD: Readonly<Record<string, unknown>> = {
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

/** The guard before a network that answers everything and remembers what came to it. */
export function guard(options: Partial<GuardOptions> = {}) {
  const sent: { readonly method: string; readonly url: string }[] = [];
  const denied: Denied[] = [];
  const network: typeof fetch = async (input, init) => {
    const { method, url } = sentCall(input, init);
    sent.push({ method, url });
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
