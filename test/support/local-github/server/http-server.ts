import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Json } from '../shapes/json.ts';
import { type Api, answerRequest } from './answer-request.ts';
import type { FaultBoard, TakenFault } from './faults.ts';
import type { LoggedRequest } from './request-log.ts';
import type { Answer } from './route.ts';

const API_ROOTS = new Set(
  'app apps app-manifests installation installations repos repositories orgs user users rate_limit graphql meta search'.split(
    ' ',
  ),
);
const BUDGET = 5000;

export interface HttpServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** Listens on a free port of loopback: the API, and for every other path the web pages. */
export async function startHttpServer(
  api: Api,
  faults: FaultBoard,
  page: (request: { method: string; url: URL; form: URLSearchParams }) => Answer,
): Promise<HttpServer> {
  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      // A bug of the local GitHub itself: loud, so that no test mistakes it for an answer.
      console.error('local GitHub:', error);
      send(response, { status: 500, body: { message: `local GitHub is broken: ${String(error)}` } });
    });
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', api.world.origin);
    const method = request.method ?? 'GET';
    const text = await readBody(request);
    if (!API_ROOTS.has(url.pathname.split('/')[1] ?? '')) {
      send(response, page({ method, url, form: new URLSearchParams(text) }));
      return;
    }
    const taken = faults.take(method, url.pathname);
    const body = parse(text);
    const log: LoggedRequest = {
      at: api.world.clock.now(),
      method,
      path: url.pathname,
      query: url.search,
      body,
      operation: undefined,
      actor: 'anonymous',
      appId: undefined,
      installationId: undefined,
      status: 0,
      fault: taken.map((fault) => fault.effect.kind).join(' ') || undefined,
    };
    api.judge.requests.push(log);
    const early = await beforeTheAct(taken, api.now());
    if (early === 'reset') {
      request.socket.destroy();
      return;
    }
    const headers = Object.fromEntries(Object.entries(request.headers).map(([key, value]) => [key, String(value)]));
    const answer = early ?? (await answerRequest(api, { method, url, headers, body, faults: taken, log }));
    const late = early === undefined ? afterTheAct(taken) : undefined;
    if (late === 'reset') {
      request.socket.destroy();
      return;
    }
    log.status = (late === 'truncate' ? answer : (late ?? answer)).status;
    const limited = withLimits(api, late === 'truncate' ? answer : (late ?? answer), log);
    send(response, limited, late === 'truncate');
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, stop: () => stop(server, faults) };
}

function stop(server: Server, faults: FaultBoard): Promise<void> {
  faults.liftAll();
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function beforeTheAct(taken: readonly TakenFault[], now: number): Promise<Answer | 'reset' | undefined> {
  for (const { effect, lifted } of taken) {
    if (effect.kind === 'reset') return 'reset';
    if (effect.kind === 'status') {
      const headers = effect.headers ?? {};
      return { status: effect.status, body: { message: effect.message ?? 'Injected fault' }, headers };
    }
    if (effect.kind === 'html') return htmlError(effect.status ?? 503);
    if (effect.kind === 'redirect') {
      return { status: effect.status ?? 302, body: { message: 'Moved' }, headers: { location: effect.to } };
    }
    if (effect.kind === 'stall') {
      await lifted;
      return htmlError(503);
    }
    if (effect.kind === 'rate-limit') {
      const headers: Record<string, string> = {};
      if (effect.retryAfterSeconds !== undefined) headers['retry-after'] = String(effect.retryAfterSeconds);
      if (effect.limit === 'primary') {
        headers['x-ratelimit-remaining'] = '0';
        headers['x-ratelimit-reset'] = String(Math.floor(now / 1000) + (effect.resetInSeconds ?? 60));
      }
      const message =
        effect.limit === 'primary'
          ? 'API rate limit exceeded for installation.'
          : 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';
      return { status: effect.status ?? 403, body: { message }, headers };
    }
  }
  return undefined;
}

function afterTheAct(taken: readonly TakenFault[]): Answer | 'reset' | 'truncate' | undefined {
  for (const { effect } of taken) {
    if (effect.kind === 'commit-then-502') return htmlError(502);
    if (effect.kind === 'commit-then-reset') return 'reset';
    if (effect.kind === 'truncate') return 'truncate';
  }
  return undefined;
}

function htmlError(status: number): Answer {
  const body = '<!DOCTYPE html><html><head><title>Unicorn!</title></head><body>We had issues.</body></html>';
  return { status, body, contentType: 'text/html; charset=utf-8' };
}

function withLimits(api: Api, answer: Answer, log: LoggedRequest): Answer {
  const now = api.now();
  const hour = now - (now % 3_600_000);
  const key = `${log.actor} ${log.appId} ${log.installationId}`;
  const used = (api.judge.used.get(key) ?? 0) + 1;
  api.judge.used.set(key, used);
  return {
    ...answer,
    headers: {
      // Clients correct their clock by this one.
      date: new Date(now).toUTCString(),
      'x-github-media-type': 'github.v3; format=json',
      'x-github-request-id': `LOCAL:${api.judge.requests.length}`,
      'x-ratelimit-limit': String(BUDGET),
      'x-ratelimit-remaining': String(Math.max(0, BUDGET - used)),
      'x-ratelimit-used': String(used),
      'x-ratelimit-reset': String(hour / 1000 + 3600),
      'x-ratelimit-resource': 'core',
      ...answer.headers,
    },
  };
}

function send(response: ServerResponse, answer: Answer, cut = false): void {
  const isText = typeof answer.body === 'string';
  const text = answer.body === undefined ? '' : isText ? String(answer.body) : JSON.stringify(answer.body);
  const bytes = Buffer.from(text);
  const hasBody = answer.status !== 204 && answer.status !== 304;
  response.writeHead(answer.status, {
    'content-type': answer.contentType ?? 'application/json; charset=utf-8',
    ...(hasBody ? { 'content-length': String(bytes.length) } : {}),
    ...answer.headers,
  });
  if (!cut) {
    response.end(hasBody ? bytes : undefined);
    return;
  }
  response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function parse(text: string): Json | undefined {
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
