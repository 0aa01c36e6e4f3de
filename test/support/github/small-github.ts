import { generateKeyPairSync } from 'node:crypto';
import { sentCall } from './sent-call.ts';

/** What goes wrong with the next request that matches. */
export interface SmallFault {
  readonly match: RegExp;
  /** `lost`: carried out, but the answer never comes; `reset`: not carried out; else this answer instead. */
  readonly gives:
    | 'lost'
    | 'reset'
    | 'cut'
    | { readonly status: number; readonly body?: unknown; readonly headers?: Record<string, string> };
}

interface Made {
  readonly number: number;
  readonly id: number;
  title: string;
  body: string;
  state: string;
  readonly created_at: string;
  readonly comments: { readonly id: number; body: string; readonly user: object; readonly html_url: string }[];
  readonly user: object;
  readonly html_url: string;
}

/** An App's private key that belongs to nobody. */
export const testKey = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .privateKey.export({ type: 'pkcs1', format: 'pem' })
  .toString();

const BOT = { login: 'whatchanged[bot]', type: 'Bot' };

/** The few endpoints that the outbox uses, in memory, as a `fetch`, with faults on command and a list that can lag. */
export function smallGitHub(now: () => number) {
  const issues: Made[] = [];
  const requests: { readonly call: string; readonly body: unknown; readonly authorization: string }[] = [];
  let faults: SmallFault[] = [];
  let nextId = 1_000;
  let hidden = false;
  let name = 'shop/checkout';
  const find = (number: string | undefined) => issues.find((issue) => issue.number === Number(number));
  const json = (status: number, data: unknown, headers = {}) =>
    new Response(JSON.stringify(data), { status, headers: { 'content-type': 'application/json', ...headers } });

  const carryOut = (method: string, path: string, body: Record<string, string>): Response => {
    if (path.endsWith('/access_tokens')) {
      return json(201, {
        token: `ghs_${nextId++}`,
        expires_at: new Date(now() + 3_600_000).toISOString(),
        permissions: {},
      });
    }
    if (path === '/app') return json(200, { id: 7, slug: 'whatchanged' });
    if (path === '/repositories/22') return json(200, { id: 22, full_name: name });
    const rest = path.startsWith(`/repos/${name}`) ? path.slice(`/repos/${name}`.length) : undefined;
    if (rest === undefined) return json(404, { message: 'Not Found' });
    const [, , number, , under] = rest.split('/').length > 0 ? ['', ...rest.split('/')] : [];
    if (method === 'POST' && rest === '/issues') {
      const made: Made = {
        number: issues.length + 1,
        id: nextId++,
        title: body.title ?? '',
        body: body.body ?? '',
        state: 'open',
        created_at: new Date(now()).toISOString(),
        comments: [],
        user: BOT,
        html_url: `https://github.com/${name}/issues/${issues.length + 1}`,
      };
      issues.push(made);
      return json(201, made);
    }
    if (method === 'GET' && rest.startsWith('/issues?')) return json(200, hidden ? [] : [...issues].reverse());
    const comment = /^\/issues\/comments\/(\d+)$/.exec(rest)?.[1];
    if (comment !== undefined && method === 'PATCH') {
      const found = issues.flatMap((issue) => issue.comments).find((one) => one.id === Number(comment));
      if (found === undefined) return json(404, { message: 'Not Found' });
      found.body = body.body ?? '';
      return json(200, found);
    }
    const match = /^\/issues\/(\d+)(\/comments)?(\?|$)/.exec(rest);
    const issue = find(match?.[1] ?? number ?? under);
    if (issue === undefined) return json(410, { message: 'This issue was deleted' });
    if (match?.[2] !== undefined) {
      if (method === 'GET') return json(200, hidden ? [] : issue.comments);
      const made = { id: nextId++, body: body.body ?? '', user: BOT, html_url: 'https://github.com/x#c' };
      issue.comments.push(made);
      return json(201, made);
    }
    Object.assign(issue, body);
    return json(200, issue);
  };

  const fetch: typeof globalThis.fetch = async (input, init) => {
    const { method, url: address, text } = sentCall(input, init);
    const url = new URL(address);
    const call = `${method} ${url.pathname}`;
    const body = text === undefined ? {} : JSON.parse(text);
    requests.push({ call, body, authorization: new Headers(init?.headers).get('authorization') ?? '' });
    const fault = faults.find((one) => one.match.test(call));
    faults = faults.filter((one) => one !== fault);
    if (fault === undefined) return carryOut(method, url.pathname + url.search, body);
    if (fault.gives === 'reset') throw new TypeError('fetch failed', { cause: new Error('ECONNRESET') });
    if (typeof fault.gives === 'object') return json(fault.gives.status, fault.gives.body ?? {}, fault.gives.headers);
    carryOut(method, url.pathname + url.search, body);
    if (fault.gives === 'cut')
      return new Response('{"number": 1, "ti', { status: 201, headers: { 'content-type': 'application/json' } });
    throw new TypeError('fetch failed', { cause: new Error('ECONNRESET') });
  };

  return {
    fetch,
    issues,
    requests,
    writes: () =>
      requests.filter(({ call }) => !call.startsWith('GET') && !call.endsWith('access_tokens')).map(({ call }) => call),
    fault: (fault: SmallFault) => faults.push(fault),
    hideNew: (hide: boolean) => {
      hidden = hide;
    },
    rename: (to: string) => {
      name = to;
    },
    delete: (number: number) =>
      issues.splice(
        issues.findIndex((issue) => issue.number === number),
        1,
      ),
  };
}
