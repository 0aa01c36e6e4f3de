import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { HttpRequest } from '../../platform/http-client.ts';
import type { AlertIdentity, TelemetryQuery } from './contract.ts';
import { prometheus } from './prometheus.ts';

const NOW = Date.UTC(2026, 4, 4, 3, 0);
const QUERY: TelemetryQuery = {
  id: 'alert',
  query: 'up{a="&b"}',
  from: NOW - 3_600_000,
  to: NOW,
  stepSeconds: 60,
  as: { service: 'checkout', kind: 'errors', name: 'Errors' },
};

function captured(name: string): { readonly status: number; readonly body: unknown } {
  return JSON.parse(
    readFileSync(new URL(`../../../test/fixtures/telemetry/prometheus/${name}`, import.meta.url), 'utf8'),
  );
}

function connection(answer: { readonly status: number; readonly body: unknown }, options: object = {}) {
  const asked: HttpRequest[] = [];
  return {
    asked,
    options: prometheus.options.parse({ url: 'http://prometheus:9090', ...options }),
    http: {
      async request(request: HttpRequest) {
        asked.push(request);
        return { status: answer.status, headers: new Headers(), text: JSON.stringify(answer.body) };
      },
    },
    now: NOW,
    signal: new AbortController().signal,
  };
}

const matrix = (...result: { metric: Record<string, string>; values?: unknown[]; histograms?: unknown[] }[]) => ({
  status: 200,
  body: { status: 'success', data: { resultType: 'matrix', result } },
});

describe('what is asked', () => {
  test('one GET with range, step, timeout and limit', async () => {
    const to = connection(matrix());
    await prometheus.read(QUERY, to);
    expect(to.asked).toHaveLength(1);
    const [request] = to.asked;
    expect(request).toMatchObject({ method: 'GET', timeoutMs: 12_000 });
    expect(request?.url.origin + String(request?.url.pathname)).toBe('http://prometheus:9090/api/v1/query_range');
    expect(Object.fromEntries(request?.url.searchParams ?? [])).toEqual({
      query: 'up{a="&b"}',
      start: String(NOW / 1_000 - 3_600),
      end: String(NOW / 1_000),
      step: '60',
      timeout: '10s',
      limit: '1000',
    });
  });

  test('a path before /api/v1 is kept', async () => {
    const to = connection(matrix(), { url: 'https://mimir.example/prometheus/' });
    await prometheus.read(QUERY, to);
    expect(to.asked[0]?.url.pathname).toBe('/prometheus/api/v1/query_range');
  });

  test.each([
    [{ bearerToken: 'abc' }, { authorization: 'Bearer abc' }],
    [{ basic: { username: 'u', password: 'p' } }, { authorization: 'Basic dTpw' }],
    [
      { tenant: 'acme', headers: { 'x-a': 'b' } },
      { 'x-scope-orgid': 'acme', 'x-a': 'b' },
    ],
  ])('%j signs in', async (options, headers) => {
    const to = connection(matrix(), options);
    await prometheus.read(QUERY, to);
    expect(to.asked[0]?.headers).toMatchObject(headers);
  });

  test('25,000 points are asked for in three parts that do not overlap, and join into one series', async () => {
    const to = connection(matrix({ metric: { a: 'b' }, values: [[1, '1']] }));
    const { series } = await prometheus.read({ ...QUERY, from: NOW - 24_999_000, stepSeconds: 1 }, to);
    const ranges = to.asked.map(({ url }) => [
      Number(url.searchParams.get('start')),
      Number(url.searchParams.get('end')),
    ]);
    expect(ranges.map(([start = 0, end = 0]) => end - start + 1)).toEqual([10_000, 10_000, 5_000]);
    expect(ranges[1]?.[0]).toBe((ranges[0]?.[1] ?? 0) + 1);
    expect(series).toHaveLength(1);
  });
});

describe('what comes back', () => {
  test('the captured answer as series of the asked kind', async () => {
    const { series, partial } = await prometheus.read(QUERY, connection(captured('range.json')));
    expect(partial).toEqual([]);
    expect(series.map(({ points }) => points.map(([, value]) => value))).toEqual([
      [7, 14, 21, 28, 35, 42, 49],
      [3, 6, 9, 12, 15, 18, 21],
    ]);
    expect(series[1]).toMatchObject({
      id: expect.stringMatching(/^alert\{__name__="http_requests_total",code="503",/),
      service: 'checkout',
      kind: 'errors',
      name: 'Errors',
      version: '1.1',
      stamp: 'end',
      stepSeconds: 60,
    });
  });

  test('an id does not depend on the order of the labels', async () => {
    const idOf = async (metric: Record<string, string>) =>
      (await prometheus.read(QUERY, connection(matrix({ metric, values: [] })))).series[0]?.id;
    expect(await idOf({ a: '1', b: '2' })).toBe(await idOf({ b: '2', a: '1' }));
    expect(await idOf({})).toBe('alert');
  });

  test('a native histogram is left out and told', async () => {
    const { series, partial } = await prometheus.read(QUERY, connection(matrix({ metric: {}, histograms: [[1, {}]] })));
    expect(series[0]?.points).toEqual([]);
    expect(partial).toEqual([expect.stringContaining('native histogram')]);
  });

  test('the captured refusal is told in the server’s words', async () => {
    await expect(prometheus.read(QUERY, connection(captured('refused.json')))).rejects.toMatchObject({
      code: 'upstream-failed',
      status: 400,
      message: 'Prometheus refused the question: 1:5: parse error: unclosed left parenthesis',
    });
  });

  test('a vector where a matrix was asked for is nonsense', async () => {
    const vector = { status: 200, body: { status: 'success', data: { resultType: 'vector', result: [] } } };
    await expect(prometheus.read(QUERY, connection(vector))).rejects.toMatchObject({ code: 'upstream-nonsense' });
  });
});

describe('the rule behind an alert', () => {
  const ruleOf = (alert: AlertIdentity, answer = captured('rules.json')) =>
    prometheus.readRule?.(alert, connection(answer));

  test('tells expression, for and interval', async () => {
    await expect(ruleOf({ name: 'HighErrorRate', labels: { severity: 'page', service: 'checkout' } })).resolves.toEqual(
      {
        query: 'rate(http_requests_total{code="503"}[10s]) > 0.05',
        forSeconds: 240,
        intervalSeconds: 1,
      },
    );
  });

  test.each([
    ['another name', { name: 'Other', labels: { severity: 'page' } }],
    ['another severity', { name: 'HighErrorRate', labels: { severity: 'warn' } }],
    ['no labels', { name: 'HighErrorRate', labels: {} }],
  ])('%s is another rule', async (_name, alert) => {
    await expect(ruleOf(alert)).resolves.toBeUndefined();
  });

  test('of two rules of a name the one with more labels in common counts; a template says nothing', async () => {
    const rule = (query: string, labels: Record<string, string>) => ({
      type: 'alerting',
      name: 'A',
      query,
      duration: 60,
      labels,
    });
    const rules = [rule('a', {}), rule('b', { team: 'web', v: '{{ $value }}' }), rule('c', { team: 'x' })];
    const answer = { status: 200, body: { status: 'success', data: { groups: [{ rules }] } } };
    await expect(ruleOf({ name: 'A', labels: { team: 'web' } }, answer)).resolves.toEqual({
      query: 'b',
      forSeconds: 60,
    });
  });

  test('an answer of another shape tells no rule', async () => {
    const answer = { status: 200, body: { status: 'success', data: { groups: 1 } } };
    await expect(ruleOf({ name: 'A', labels: {} }, answer)).resolves.toBeUndefined();
  });
});

describe('calls and versions', () => {
  const GRAPH = { client: 'web', server: 'checkout' };
  const values = [[1, '2']];

  test('a service graph gives series of the caller and the edges of the topology', async () => {
    const answer = matrix(
      { metric: GRAPH, values },
      { metric: { client: 'unknown', server: 'checkout' }, values },
      { metric: { source_workload: 'checkout', destination_workload: 'payments' }, values },
    );
    const { series, topology } = await prometheus.read({ ...QUERY, only: 'peer' }, connection(answer));
    expect(series.map(({ service, peer }) => [service, peer])).toEqual([
      ['web', 'checkout'],
      ['checkout', 'payments'],
    ]);
    expect(topology).toEqual([
      { from: 'web', to: 'checkout' },
      { from: 'checkout', to: 'payments' },
    ]);
  });

  test('series without a version are left out where versions were asked for', async () => {
    const answer = matrix({ metric: {}, values }, { metric: { service_version: 'v2' }, values });
    const { series } = await prometheus.read({ ...QUERY, only: 'version' }, connection(answer));
    expect(series.map(({ version }) => version)).toEqual(['v2']);
  });

  test('an alert of another vendor has no rule here', async () => {
    const to = connection(captured('rules.json'));
    await expect(
      prometheus.readRule?.({ name: 'HighErrorRate', labels: {}, source: 'datadog' }, to),
    ).resolves.toBeUndefined();
    expect(to.asked).toEqual([]);
  });
});
