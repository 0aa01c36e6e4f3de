import { describe, expect, test } from '@jest/globals';
import type { Alert } from '../incident/alert.ts';
import { MINUTE_MS } from '../time.ts';
import { planQueries } from './plan-queries.ts';
import type { QueryPlanInput } from './query-language.ts';

const NOW = Date.UTC(2026, 4, 4, 3, 0);
const STARTS_AT = NOW - 5 * MINUTE_MS;

function plan(alert: Partial<Alert>, readers: readonly string[], more: Partial<QueryPlanInput> = {}) {
  return planQueries({
    alert: { key: 'k', source: 'sns', status: 'firing', startsAt: STARTS_AT, title: 'Errors', labels: {}, ...alert },
    service: 'checkout',
    map: {
      services: [
        {
          service: 'checkout',
          repositoryId: 1,
          repository: 'acme/shop',
          from: 'configuration',
          dependsOn: ['payments'],
        },
      ],
    },
    connections: readers.map((reader) => ({ id: `my-${reader}`, reader })),
    now: NOW,
    ...more,
  });
}

const ids = (planned: ReturnType<typeof plan>) => planned.filter(({ window }) => window === 'now').map(({ id }) => id);
const queryOf = (planned: ReturnType<typeof plan>, id: string) => planned.find((one) => one.id === id)?.query ?? '';

describe('CloudWatch', () => {
  const alarm = JSON.stringify([
    { Id: 'm1', MetricStat: { Metric: { Namespace: 'AWS/Lambda', MetricName: 'Errors' }, Period: 60, Stat: 'Sum' } },
  ]);
  const labels = {
    alarm_name: 'errors',
    namespace: 'AWS/Lambda',
    metric_name: 'Errors',
    FunctionName: 'checkout-prod',
  };

  test('what the alarm watches, then the same function by its dimensions, its versions, its past and its neighbours', () => {
    const planned = plan({ query: alarm, labels }, ['cloudwatch']);
    expect(ids(planned)).toEqual([
      ...['alert', 'errors', 'requests', 'latency', 'errors-by-version', 'requests-by-version'],
      ...['errors:payments', 'requests:payments', 'latency:payments'],
    ]);
    expect(planned[0]).toMatchObject({ connection: 'my-cloudwatch', query: alarm, labels, as: { kind: 'errors' } });
    expect(JSON.parse(queryOf(planned, 'latency'))).toEqual([
      {
        Id: 'm1',
        MetricStat: {
          Metric: {
            Namespace: 'AWS/Lambda',
            MetricName: 'Duration',
            Dimensions: [{ Name: 'FunctionName', Value: 'checkout-prod' }],
          },
          Stat: 'p95',
        },
      },
    ]);
    for (const [kind, name] of [
      ['errors', 'Errors'],
      ['requests', 'Invocations'],
    ]) {
      const asked = planned.find(({ id }) => id === `${kind}-by-version`);
      expect(asked).toMatchObject({ only: 'version', as: { service: 'checkout', kind } });
      expect(JSON.parse(asked?.query ?? '')[0].Expression).toBe(
        `SEARCH('{AWS/Lambda,FunctionName,Resource,ExecutedVersion} MetricName="${name}" FunctionName="checkout-prod"', 'Sum')`,
      );
    }
    expect(planned.filter(({ window }) => window === 'week-before')).toHaveLength(4);
  });

  test('steps are whole minutes and the times lie on them', () => {
    for (const { stepSeconds, from, to } of plan({ query: alarm, labels }, ['cloudwatch'])) {
      expect(stepSeconds % 60).toBe(0);
      expect([from, to].map((at) => at % (stepSeconds * 1_000))).toEqual([0, 0]);
    }
  });

  test.each([
    [{ LoadBalancer: 'app/x/1', TargetGroup: 'targetgroup/y/2' }, 'HTTPCode_Target_5XX_Count', 2],
    [{ LoadBalancer: 'app/x/1' }, 'HTTPCode_Target_5XX_Count', 1],
    [{ ApiName: 'shop', Stage: 'prod' }, '5XXError', 2],
    [{ Environment: 'eks:prod', Service: 'checkout' }, 'Fault', 2],
  ])('%j: errors are %s', (dimensions, name, count) => {
    const [{ MetricStat }] = JSON.parse(queryOf(plan({ labels: dimensions }, ['cloudwatch']), 'errors'));
    expect(MetricStat.Metric.MetricName).toBe(name);
    expect(MetricStat.Metric.Dimensions).toHaveLength(count);
  });

  test('a neighbour is looked for by its name, and a name that could leave its quotes is not asked', () => {
    const planned = plan({ labels }, ['cloudwatch']);
    expect(JSON.parse(queryOf(planned, 'errors:payments'))[0].Expression).toBe(
      `SEARCH('{ApplicationSignals,Environment,Service} MetricName="Fault" Service="payments"', 'Sum')`,
    );
    expect(plan({ labels: {} }, ['cloudwatch'], { service: `x"', 'Sum') OR ('` })).toEqual([]);
    expect(ids(plan({ labels: { FunctionName: `x"' OR` } }, ['cloudwatch']))).not.toContain('errors-by-version');
  });

  test('PromQL is never sent there, nor an alarm to Prometheus', () => {
    const foreign = plan({ source: 'alertmanager', query: 'up > 1', labels: { service: 'checkout' } }, ['cloudwatch']);
    expect(foreign.filter(({ query }) => query.includes('up'))).toEqual([]);
    const prometheus = plan({ query: alarm, labels: { ...labels, service: 'checkout' } }, ['prometheus'], {
      expression: alarm,
    });
    expect(prometheus.length).toBeGreaterThan(0);
    expect(prometheus.filter(({ query }) => query.includes('AWS'))).toEqual([]);
  });
});

describe('Datadog', () => {
  const labels = { service: 'checkout', env: 'production' };

  test.each([
    [
      'sum(last_5m):sum:orders.failed{service:checkout}.as_count() > 10',
      'sum:orders.failed{service:checkout}.as_count()',
    ],
    ['avg(last_1h):avg:cpu{*} by {host} >= -0.5', 'avg:cpu{*} by {host}'],
    [
      'avg(last_4h):anomalies(avg:x{a:b}.rollup(max, 60), "agile", 2, direction="above") >= 1',
      'avg:x{a:b}.rollup(max, 60)',
    ],
    ['pct_change(avg(last_5m),last_1h):sum:orders{service:checkout} < -50', 'sum:orders{service:checkout}'],
    ['max(next_1w):forecast(avg:disk.used{a:b}, "linear", 1) >= 90', 'avg:disk.used{a:b}'],
    ['sum(last_5m):sum:a{*} / sum:b{*} > 0.05', 'sum:a{*} / sum:b{*}'],
    [
      'logs("service:checkout status:error").index("*").rollup("count").last("5m") > 10',
      '{"queries":[{"data_source":"logs","name":"a","search":{"query":"service:checkout status:error"},"compute":{"aggregation":"count"}}]}',
    ],
  ])('%s is read as %s', (query, read) => {
    expect(queryOf(plan({ source: 'datadog', query, labels }, ['datadog']), 'alert')).toBe(read);
  });

  test.each([
    'avg(last_1h):anomalies(avg:x{*} / avg:y{*}, "basic", 2) >= 1',
    '"http.can_connect".over("*").last(2)',
    '',
  ])('%s is no plain series and is not asked', (query) => {
    expect(ids(plan({ source: 'datadog', query, labels }, ['datadog']))).not.toContain('alert');
  });

  test('spans, versions, logs, events and the service map of the service', () => {
    const planned = plan({ source: 'datadog', labels }, ['datadog']);
    expect(ids(planned)).toEqual([
      ...['errors', 'requests', 'latency', 'errors-by-version', 'requests-by-version', 'logs', 'events', 'service-map'],
      ...['errors:payments', 'requests:payments', 'latency:payments'],
    ]);
    expect(JSON.parse(queryOf(planned, 'errors:payments')).queries[0].search.query).toBe(
      'service:payments env:production status:error',
    );
    const search = (id: string) => JSON.parse(queryOf(planned, id)).queries[0];
    expect(search('requests-by-version')).toMatchObject({
      search: { query: 'service:checkout env:production' },
      group_by: [{ facet: 'version' }],
    });
    expect(search('errors-by-version').search.query).toBe('service:checkout env:production status:error');
    expect(planned.find(({ id }) => id === 'logs')?.from).toBeGreaterThanOrEqual(STARTS_AT - 46 * MINUTE_MS);
  });

  test('a name that could become another search is not asked', () => {
    expect(ids(plan({ source: 'datadog', labels: { service: 'x OR service:*' } }, ['datadog']))).toEqual([
      ...['errors:payments', 'requests:payments', 'latency:payments'],
    ]);
  });
});

test('the alert’s own language is asked for the numbers, every connected one for logs and calls', () => {
  const readers = ['prometheus', 'cloudwatch', 'datadog', 'loki', 'cloudwatch-logs', 'xray', 'cloudtrail', 'sentry'];
  const planned = plan(
    { source: 'datadog', query: 'avg(last_5m):avg:x{*} > 1', labels: { service: 'checkout' } },
    readers,
  );
  const asked = planned.filter(({ window }) => window === 'now').map(({ connection, id }) => `${connection} ${id}`);
  expect(asked.slice(0, 4)).toEqual(['alert', 'errors', 'requests', 'latency'].map((id) => `my-datadog ${id}`));
  expect(asked).toEqual(
    expect.arrayContaining([
      'my-prometheus calls',
      'my-loki logs',
      'my-cloudwatch-logs logs',
      'my-xray service-graph',
      'my-cloudtrail changes',
    ]),
  );
});

describe('X-Ray and Resource Explorer', () => {
  test('what the alert’s own language does not know is asked of traces, with its past', () => {
    const planned = plan({ labels: { ClusterName: 'shop', ServiceName: 'checkout' } }, ['cloudwatch', 'xray']);
    expect(ids(planned).slice(0, 6)).toEqual([
      ...['cpu', 'memory', 'traced-errors', 'traced-requests', 'traced-latency', 'service-graph'],
    ]);
    expect(JSON.parse(queryOf(planned, 'traced-errors'))).toEqual({ statistic: 'faults', service: 'checkout' });
    expect(planned.filter(({ id }) => id === 'traced-errors').map(({ window }) => window)).toEqual([
      ...['now', 'week-before', 'day-before'],
    ]);
    for (const { id, stepSeconds } of planned) if (id.startsWith('traced')) expect(stepSeconds % 60).toBe(0);
  });

  test('what it knows is not asked twice, and a function is traced under its own name', () => {
    const labels = { FunctionName: 'checkout-prod' };
    expect(ids(plan({ labels }, ['cloudwatch', 'xray'])).filter((id) => id.startsWith('traced'))).toEqual([]);
    const alone = plan({ labels }, ['xray']);
    expect(JSON.parse(queryOf(alone, 'traced-requests')).service).toBe('checkout-prod');
    expect(JSON.parse(queryOf(alone, 'traced-requests:payments')).service).toBe('payments');
  });

  test('the resources of the service in the environment of the alert, and never a name that could leave its quotes', () => {
    const planned = plan({ labels: { env: 'production' } }, ['resource-explorer']);
    expect(JSON.parse(queryOf(planned, 'resources'))).toEqual({ resources: 'checkout', environment: 'production' });
    expect(plan({ labels: {} }, ['resource-explorer', 'xray'], { service: 'x") OR ("' }).map(({ id }) => id)).toEqual([
      'service-graph',
    ]);
  });
});

test('with logs alone their lines are counted, and a hostile label stays inside its string', () => {
  const planned = plan({ source: 'alertmanager', labels: { app: 'a"} or {b="' } }, ['loki']);
  expect(ids(planned)).toEqual(['errors', 'logs', 'errors:payments']);
  expect(queryOf(planned, 'logs').startsWith(String.raw`{app="a\"} or {b=\""}`)).toBe(true);
});

test('OpenTelemetry’s names are asked for where its label names the service', () => {
  const planned = plan({ source: 'alertmanager', labels: { service_name: 'checkout' } }, ['prometheus']);
  expect(queryOf(planned, 'errors')).toContain(
    'http_server_request_duration_seconds_count{service_name="checkout",http_response_status_code=~"5.."}',
  );
  expect(queryOf(planned, 'latency')).toContain('http_server_request_duration_seconds_bucket{service_name="checkout"}');
  expect(queryOf(planned, 'errors-by-version')).toMatch(/^sum by \(version\) \(.*\) or sum by \(service_version\) \(/);
});
