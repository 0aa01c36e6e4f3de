import { describe, expect, test } from '@jest/globals';
import { vendorConnection } from '../../../test/support/vendors/vendor-connection.ts';
import { startVendorServer } from '../../../test/support/vendors/vendor-server.ts';
import { createHttpClient } from '../../platform/create-http-client.ts';
import type { HttpRequest } from '../../platform/http-client.ts';
import type { TelemetryQuery } from './contract.ts';
import { requestDatadog } from './datadog/ask-datadog.ts';
import { datadog } from './datadog.ts';

const NOW = Date.UTC(2026, 10, 25, 3, 0);
const KEYS = { apiKey: 'an-api-key', applicationKey: 'an-application-key' };
const query = (question: unknown): TelemetryQuery => ({
  id: 'q',
  query: typeof question === 'string' ? question : JSON.stringify(question),
  from: NOW - 3_600_000,
  to: NOW,
  stepSeconds: 60,
  as: { service: 'checkout' },
});
const datadogThat = (reply: (request: HttpRequest, count: number) => { status?: number; body: unknown }) =>
  vendorConnection(datadog, KEYS, reply, NOW);
const bodyOf = (request: HttpRequest | undefined) => JSON.parse(request?.body ?? '');

test('a metric query is asked in our steps, with the keys in their headers, at the site’s API', async () => {
  const to = datadogThat(() => ({ body: { data: { attributes: { series: [], times: [], values: [] } } } }));
  await datadog.read(query('sum:orders.failed{service:checkout}.as_count()'), to);
  const [asked] = to.asked;
  expect(`${asked?.method} ${asked?.url.href}`).toBe('POST https://api.datadoghq.com/api/v2/query/timeseries');
  expect(asked?.headers).toMatchObject({ 'DD-API-KEY': 'an-api-key', 'DD-APPLICATION-KEY': 'an-application-key' });
  expect(bodyOf(asked).data.attributes).toEqual({
    from: NOW - 3_600_000,
    to: NOW,
    interval: 60_000,
    queries: [{ data_source: 'metrics', name: 'a', query: 'sum:orders.failed{service:checkout}.as_count()' }],
    formulas: [{ formula: 'a' }],
  });
});

describe('an expression of several metrics', () => {
  const RATIO = 'sum:orders.failed{service:checkout}.as_count() / sum:orders.placed{service:checkout}.as_count()';
  const ok = (series: readonly object[], more: object = {}) => ({ body: { status: 'ok', series, ...more } });

  test('is asked of v1 as it stands, in our steps', async () => {
    const to = datadogThat(() => ok([{ tag_set: [], pointlist: [[NOW - 120_000, 0.5]], query_index: 0 }]));
    const { series, partial } = await datadog.read(query(RATIO), to);
    expect(series).toMatchObject([{ stepSeconds: 60, points: [[NOW / 1_000 - 120, 0.5]] }]);
    expect(partial).toEqual([]);
    const [asked] = to.asked;
    expect(`${asked?.method} ${asked?.url.origin}${asked?.url.pathname}`).toBe(
      'GET https://api.datadoghq.com/api/v1/query',
    );
    expect(asked?.headers).toMatchObject({ 'DD-API-KEY': 'an-api-key', 'DD-APPLICATION-KEY': 'an-application-key' });
    expect(Object.fromEntries(asked?.url.searchParams ?? [])).toEqual({
      from: String(NOW / 1_000 - 3_600),
      to: String(NOW / 1_000),
      query:
        'sum:orders.failed{service:checkout}.as_count().rollup(sum, 60) / sum:orders.placed{service:checkout}.as_count().rollup(sum, 60)',
    });
  });

  test.each([
    ['top(avg:cpu{*} by {host}, 5, "mean", "desc")', 'top(avg:cpu{*} by {host}.rollup(avg, 60), 5, "mean", "desc")'],
    ['max:a.b{x:y}.rollup(max, 300) - min:c{*}', 'max:a.b{x:y}.rollup(max, 300) - min:c{*}.rollup(min, 60)'],
    ['p95:latency{*} * 1000', 'p95:latency{*} * 1000'],
  ])('%s becomes %s', async (text, asked) => {
    const to = datadogThat(() => ok([]));
    await datadog.read(query(text), to);
    expect(to.asked[0]?.url.searchParams.get('query')).toBe(asked);
  });

  test.each(['avg:cpu{*}', 'sum:a{x:y} by {version}.as_rate().rollup(sum, 60)', 'p99:latency{service:checkout}'])(
    '%s is one metric, and v2’s',
    async (text) => {
      const to = datadogThat(() => ({ body: { data: { attributes: { series: [], times: [], values: [] } } } }));
      await datadog.read(query(text), to);
      expect(to.asked[0]?.url.pathname).toBe('/api/v2/query/timeseries');
    },
  );

  test('series of several queries stay apart, and coarser steps are told', async () => {
    const one = (query_index: number) => ({ query_index, tag_set: [], pointlist: [[NOW, query_index]], interval: 300 });
    const { series, partial } = await datadog.read(
      query({ classic: 'avg:a{*}, avg:b{*}' }),
      datadogThat(() => ok([one(0), one(1)])),
    );
    expect(series.map(({ id }) => id)).toEqual(['q{query="0"}', 'q{query="1"}']);
    expect(partial).toEqual(['Datadog answered in steps of 300 s instead of 60 s']);
  });

  test('a refusal that comes with 200 is one, without any key in it', async () => {
    const to = datadogThat(() => ({ body: { status: 'error', error: 'Error parsing query: an-api-key' } }));
    await expect(datadog.read(query(RATIO), to)).rejects.toMatchObject({
      code: 'upstream-failed',
      message: expect.stringMatching(/^Datadog refused the question: Error parsing query: (?!an-api-key)/),
    });
  });
});

test('spans are counted by version, in the shape of the API', async () => {
  const spans = {
    data_source: 'spans',
    name: 'a',
    search: { query: 'service:checkout status:error' },
    compute: { aggregation: 'count' },
    group_by: [{ facet: 'version', limit: 5 }],
  };
  const to = datadogThat(() => ({ body: { data: { attributes: { series: [], times: [], values: [] } } } }));
  await datadog.read(query({ queries: [spans] }), to);
  expect(bodyOf(to.asked[0]).data.attributes.queries).toEqual([spans]);
});

describe('logs', () => {
  const line = (at: number, message: string, more: object = {}) => ({
    id: message,
    type: 'log',
    attributes: { timestamp: new Date(at).toISOString(), service: 'checkout', status: 'error', message, ...more },
  });

  test('all pages, oldest first, with the stack of an error', async () => {
    const to = datadogThat((_request, count) => ({
      body:
        count === 1
          ? { data: [line(NOW - 2_000, 'a')], meta: { page: { after: 'next' }, status: 'done' } }
          : {
              data: [line(NOW - 1_000, 'b', { attributes: { error: { stack: 'at pay (pay.ts:1)' } } })],
              meta: { status: 'done' },
            },
    }));
    await expect(datadog.read(query({ logs: 'service:checkout' }), to)).resolves.toEqual({
      series: [],
      logs: [
        { at: NOW - 2_000, service: 'checkout', level: 'error', message: 'a' },
        { at: NOW - 1_000, service: 'checkout', level: 'error', message: 'b\nat pay (pay.ts:1)' },
      ],
      partial: [],
    });
    expect(to.asked.map(({ method, url }) => `${method} ${url.pathname}`)).toEqual(
      Array(2).fill('POST /api/v2/logs/events/search'),
    );
    expect(bodyOf(to.asked[0]).filter).toMatchObject({ query: 'service:checkout' });
    expect(bodyOf(to.asked[1]).page).toEqual({ cursor: 'next', limit: 1_000 });
  });

  test('a search that ran out of time, a warning, and a cursor that never ends are told', async () => {
    const to = datadogThat(() => ({
      body: {
        data: [line(NOW - 2_000, 'a')],
        meta: { page: { after: 'same' }, status: 'timeout', warnings: [{ detail: 'index main is gone' }] },
      },
    }));
    const { partial } = await datadog.read(query({ logs: 'x' }), to);
    expect(partial).toEqual([
      'Datadog remarked: index main is gone',
      expect.stringContaining('only a part of the logs in time'),
      'only the first 2 lines were read',
    ]);
  });

  test('a line of megabytes is cut', async () => {
    const to = datadogThat(() => ({ body: { data: [line(NOW, 'x'.repeat(5_000_000))] } }));
    expect((await datadog.read(query({ logs: 'x' }), to)).logs?.[0]?.message.length).toBeLessThan(8_100);
  });
});

test('events are changes, of the kind that their source tells', async () => {
  const event = (id: string, title: string, tags: string[]) => ({
    id,
    type: 'event',
    attributes: { timestamp: new Date(NOW).toISOString(), tags, attributes: { title } },
  });
  const data = [
    event('1', 'Flag new-pay on', ['source:launchdarkly', 'service:checkout']),
    event('2', 'apply', ['source:terraform']),
  ];
  const { changes } = await datadog.read(
    query({ events: 'source:*' }),
    datadogThat(() => ({ body: { data } })),
  );
  expect(changes).toEqual([
    { id: '1', kind: 'flag', service: 'checkout', at: NOW, title: 'Flag new-pay on' },
    { id: '2', kind: 'infrastructure', at: NOW, title: 'apply' },
  ]);
});

test('the service map is the topology', async () => {
  const to = datadogThat(() => ({ body: { web: { calls: ['checkout', 'search'] }, checkout: { calls: [] } } }));
  const { topology } = await datadog.read(query({ services: 'production' }), to);
  expect(topology).toEqual([
    { from: 'web', to: 'checkout' },
    { from: 'web', to: 'search' },
  ]);
  expect(to.asked[0]?.url.href).toBe('https://api.datadoghq.com/api/v1/service_dependencies?env=production');
});

describe('the monitor behind an alert', () => {
  const monitor = { id: 42, type: 'metric alert', query: 'sum(last_5m):sum:orders.failed{*} > 10' };

  test('tells its query and its window', async () => {
    const to = datadogThat(() => ({ body: monitor }));
    await expect(datadog.readRule?.({ name: 'x', labels: { monitor_id: '42' } }, to)).resolves.toEqual({
      query: monitor.query,
      forSeconds: 300,
    });
    expect(to.asked[0]?.url.pathname).toBe('/api/v1/monitor/42');
  });

  test('on something unusual, its window is not taken for how long the trouble lasted', async () => {
    const query = "avg(last_4h):anomalies(avg:x{*}, 'agile', 2) >= 1";
    const to = datadogThat(() => ({ body: { ...monitor, query } }));
    await expect(datadog.readRule?.({ name: 'x', labels: { monitor_id: '42' } }, to)).resolves.toEqual({
      query,
      forSeconds: 0,
    });
  });

  test.each([
    { labels: {} },
    { labels: { monitor_id: '../user' } },
    { source: 'alertmanager', labels: { monitor_id: '42' } },
  ])('%j asks for none', async (alert) => {
    const to = datadogThat(() => ({ body: monitor }));
    await expect(datadog.readRule?.({ name: 'x', ...alert }, to)).resolves.toBeUndefined();
    expect(to.asked).toEqual([]);
  });
});

test.each([
  ['DELETE', '/api/v1/monitor/42'],
  ['POST', '/api/v1/monitor/42'],
  ['POST', '/api/v2/logs'],
  ['POST', '/api/v1/query'],
  ['GET', '/api/v1/query/x'],
  ['GET', '/api/v1/monitor/42/../../user'],
  ['POST', '/api/v2/query/timeseries/x'],
])('%s %s is refused before it is sent', async (method, path) => {
  const to = datadogThat(() => ({ body: {} }));
  const url = new URL(`https://api.datadoghq.com${path}`);
  await expect(requestDatadog(to, { method, url, headers: {} })).rejects.toMatchObject({ code: 'guard-denied' });
  expect(to.asked).toEqual([]);
});

test.each(['{"logs": 1}', '{"users": "all"}', '{', '{"queries": []}'])('%s is no question', async (text) => {
  await expect(
    datadog.read(
      query(text),
      datadogThat(() => ({ body: {} })),
    ),
  ).rejects.toMatchObject({
    code: 'configuration-invalid',
  });
});

test('the wait is taken from X-RateLimit-Reset, where Datadog tells it', async () => {
  const server = await startVendorServer((_request, response) => {
    response
      .writeHead(429, { 'x-ratelimit-reset': '37', 'content-type': 'application/json' })
      .end('{"errors":["slow"]}');
  });
  try {
    const to = {
      options: datadog.options.parse({ ...KEYS, url: server.url }),
      http: createHttpClient({ allowAddresses: [server.url], backoffMs: 1 }),
      now: NOW,
      signal: new AbortController().signal,
    };
    await expect(datadog.read(query('avg:x{*}'), to)).rejects.toMatchObject({
      code: 'upstream-rate-limited',
      retryAfterMs: 37_000,
    });
  } finally {
    server.close();
  }
});
