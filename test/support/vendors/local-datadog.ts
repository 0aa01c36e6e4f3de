import type { ServerResponse } from 'node:http';
import { startVendorServer, type VendorServer } from './vendor-server.ts';

/** What a question (a metric query, or a search of spans) gives at a moment (milliseconds); undefined where nothing is. */
export type AnswerAt = (question: string, at: number) => number | undefined;

export interface LocalDatadog {
  readonly url: string;
  /** The requests so far, as `METHOD /path`. */
  readonly seen: readonly string[];
  close(): void;
}

interface TimeseriesRequest {
  readonly data: {
    readonly attributes: {
      readonly from: number;
      readonly to: number;
      readonly interval: number;
      readonly queries: readonly { readonly query?: string; readonly search?: { readonly query: string } }[];
    };
  };
}

/** The step that `inSteps` wrote into a classic expression, in seconds. */
const ROLLUP = /\.rollup\(\w+, (\d+)\)/;

/** Datadog's v1 and v2 on loopback, as they speak, for who brings both keys: timeseries, a monitor, empty searches. */
export async function startLocalDatadog(
  keys: { readonly apiKey: string; readonly applicationKey: string },
  monitor: { readonly id: number; readonly query: string },
  answerAt: AnswerAt,
): Promise<LocalDatadog> {
  const server: VendorServer = await startVendorServer((request, response, _count, body) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const { headers } = request;
    if (headers['dd-api-key'] !== keys.apiKey || headers['dd-application-key'] !== keys.applicationKey) {
      return json(response, { errors: ['Forbidden'] }, 403);
    }
    const answers: Readonly<Record<string, () => unknown>> = {
      'GET /api/v1/query': () => classic(url.searchParams, answerAt),
      [`GET /api/v1/monitor/${monitor.id}`]: () => ({ ...monitor, type: 'query alert', name: 'orders fail' }),
      'GET /api/v1/service_dependencies': () => ({}),
      'POST /api/v2/query/timeseries': () => timeseries(JSON.parse(body), answerAt),
      'POST /api/v2/logs/events/search': () => ({ data: [], meta: { status: 'done' } }),
      'POST /api/v2/events/search': () => ({ data: [], meta: { status: 'done' } }),
    };
    const answer = answers[`${request.method} ${url.pathname}`];
    return answer === undefined ? json(response, { errors: ['Not found'] }, 404) : json(response, answer());
  });
  return { url: server.url, seen: server.seen, close: () => server.close() };
}

function classic(parameters: URLSearchParams, answerAt: AnswerAt) {
  const query = parameters.get('query') ?? '';
  const step = Number(ROLLUP.exec(query)?.[1] ?? 60);
  const from = Number(parameters.get('from')) * 1_000;
  const to = Number(parameters.get('to')) * 1_000;
  const pointlist = times(from, to, step * 1_000).flatMap((at) => {
    const value = answerAt(query, at);
    return value === undefined ? [] : [[at, value]];
  });
  const series = [{ query_index: 0, tag_set: [], scope: '*', interval: step, length: pointlist.length, pointlist }];
  return {
    status: 'ok',
    res_type: 'time_series',
    query,
    from_date: from,
    to_date: to,
    group_by: [],
    message: '',
    series,
  };
}

function timeseries({ data }: TimeseriesRequest, answerAt: AnswerAt) {
  const { from, to, interval, queries } = data.attributes;
  const [asked] = queries;
  const at = times(from, to, interval);
  const values = at.map((time) => answerAt(asked?.query ?? asked?.search?.query ?? '', time) ?? null);
  const series = [{ group_tags: [], query_index: 0, unit: [null, null] }];
  return { data: { type: 'timeseries_response', attributes: { series, times: at, values: [values] } } };
}

function times(from: number, to: number, stepMs: number): readonly number[] {
  const first = Math.ceil(from / stepMs) * stepMs;
  return Array.from({ length: Math.max(0, Math.ceil((to - first) / stepMs)) }, (_, n) => first + n * stepMs);
}

function json(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
