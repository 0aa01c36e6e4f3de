import { OperationalError } from '../platform/errors.ts';
import { jsonOf } from '../platform/json-of.ts';
import { ALLOWED_CALLS, type AllowedCall } from './allowed-calls.ts';

/** An issue or a comment that a call wants to change; `id` is the number or the comment's id. */
export interface GuardedObject {
  readonly repository: string;
  readonly kind: 'issue' | 'comment';
  readonly id: number;
}

export interface GuardOptions {
  /** GitHub's API, such as `https://api.github.com` or `https://ghe.example/api/v3`. */
  readonly apiUrl: string;
  /** Whether we wrote the object that a call wants to change. */
  readonly isOurs: (object: GuardedObject) => boolean | Promise<boolean>;
  /** True only for the client of a revert. */
  readonly mayDraftRevert?: boolean;
  /** The kill switch: while it says true, nothing can be written, and only tokens for reading are minted. */
  readonly isReadOnly?: () => boolean | Promise<boolean>;
  /** Told about every refused call, for the log and the counter. */
  readonly onDenied?: (denied: Denied) => void;
}

export interface Denied {
  readonly method: string;
  readonly path: string;
  readonly why: string;
}

const MOST_REDIRECTS = 3;
const READ_ONLY = 'the kill switch is on';

/**
 * The one door to GitHub: a `fetch` that refuses every call which is not a read or a row of `ALLOWED_CALLS`, whatever
 * rights the token has. It works on the parsed address, so that no client library can be talked around it.
 * Throws OperationalError `guard-denied`, or `read-only` (to be tried again later) for what is on the list while the kill
 * switch is on; redirects are followed for reads on the same server only.
 */
export function guardFetch(fetch: typeof globalThis.fetch, options: GuardOptions): typeof globalThis.fetch {
  const api = new URL(options.apiUrl);
  const base = api.pathname.replace(/\/$/, '');

  const deny = (method: string, path: string, why: string): never => {
    options.onDenied?.({ method, path, why });
    if (why === READ_ONLY) {
      throw new OperationalError('read-only', `${method} ${path} waits: writes are switched off.`, { retryable: true });
    }
    throw new OperationalError(
      'guard-denied',
      `${method} ${path} was refused: ${why}. Only the calls in src/effects/allowed-calls.ts may change anything on GitHub.`,
    );
  };

  const guarded = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    if (typeof input !== 'string' && !(input instanceof URL))
      return deny('?', '?', 'a Request object cannot be checked');
    const raw = String(input);
    const method = (init.method ?? 'GET').toUpperCase();
    const url = URL.parse(raw);
    if (url === null) return deny(method, '?', 'the address cannot be read');
    if (url.origin !== api.origin || url.username !== '' || url.password !== '') {
      return deny(method, url.pathname, `${url.origin} is not ${api.origin}`);
    }
    if (!url.pathname.startsWith(`${base}/`)) return deny(method, url.pathname, `the path is outside ${base}/`);
    const path = url.pathname.slice(base.length);
    if (/^\/(api\/)?graphql\b/i.test(path)) return deny(method, path, 'GraphQL is closed');
    if (new Headers(init.headers).has('x-http-method-override')) return deny(method, path, 'the method is overridden');
    if (method === 'GET' || method === 'HEAD') return read(raw, url, { ...init, method });
    const refusal = await refusalOf({ method, path, raw, url, body: init.body }, options);
    return refusal === undefined ? fetch(raw, { ...init, method, redirect: 'error' }) : deny(method, path, refusal);
  };

  /** GitHub answers 301 for a renamed repository; the token must not follow it to another server. */
  const read = async (raw: string, url: URL, init: RequestInit): Promise<Response> => {
    let [at, from] = [raw, url];
    for (let hops = 0; hops <= MOST_REDIRECTS; hops += 1) {
      const answer = await fetch(at, { ...init, redirect: 'manual' });
      const location = answer.headers.get('location');
      if (location === null || answer.status < 301 || answer.status > 308 || answer.status === 304) return answer;
      const next = URL.parse(location, from);
      if (next === null || next.origin !== api.origin) {
        return deny('GET', from.pathname, 'it is redirected to another server');
      }
      [at, from] = [next.href, next];
    }
    return deny('GET', url.pathname, 'it is redirected again and again');
  };

  return guarded;
}

interface Write {
  readonly method: string;
  /** Below the API's base. */
  readonly path: string;
  /** The address as it was given, and as it was read. */
  readonly raw: string;
  readonly url: URL;
  readonly body: unknown;
}

async function refusalOf({ method, path, raw, url, body }: Write, options: GuardOptions): Promise<string | undefined> {
  // What a parser had to repair (dot segments, backslashes, blanks) or decode would be read in two ways.
  if (url.href !== raw || url.search !== '' || url.hash !== '' || raw.includes('?') || raw.includes('#')) {
    return 'the address of a write must be plain';
  }
  if (/[%\\]|\/\//.test(path)) return 'the address of a write must be plain';
  const found = ALLOWED_CALLS.map((call) => ({ call, match: call.path.exec(path) })).find(
    ({ call, match }) => match !== null && call.method === method,
  );
  if (found === undefined) return 'it is not on the list';
  const { call, match } = found;
  if (call.revertOnly === true && options.mayDraftRevert !== true) return 'only a revert may do this';
  const wrong = wrongBody(call, body, (await options.isReadOnly?.()) === true, options);
  if (wrong !== undefined) return wrong;
  if (call.changes === undefined) return undefined;
  const { repository = '', id = '' } = match?.groups ?? {};
  return (await options.isOurs({ repository, kind: call.changes, id: Number(id) })) ? undefined : 'it is not ours';
}

function wrongBody(call: AllowedCall, body: unknown, readOnly: boolean, options: GuardOptions): string | undefined {
  if (readOnly && call.readOnly === undefined) return READ_ONLY;
  if (call.body === undefined) return body === undefined || body === null ? undefined : 'it must have no body';
  if (typeof body !== 'string') return 'its body is not text';
  const parsed = jsonOf(body);
  if (!call.body.safeParse(parsed).success) return 'its body has a part that is not allowed';
  if (readOnly && call.readOnly?.safeParse(parsed).success !== true) return READ_ONLY;
  return writesCode(parsed) && options.mayDraftRevert !== true ? 'only a revert may hold contents:write' : undefined;
}

function writesCode(body: unknown): boolean {
  const permissions = (body as { readonly permissions?: { readonly contents?: unknown } } | undefined)?.permissions;
  return permissions?.contents === 'write';
}
