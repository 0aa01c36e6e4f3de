import { describe, expect, test } from '@jest/globals';
import type { Alert } from '../incident/alert.ts';
import { seriesKind } from '../incident/series-kind.ts';
import type { ServiceMap } from '../incident/service-map.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../time.ts';
import { cutQueries, planQueries } from './plan-queries.ts';
import type { QueryPlanInput } from './query-language.ts';

const NOW = Date.UTC(2026, 4, 4, 3, 0);
const RATIO =
  'sum by (service) (rate(http_requests_total{code=~"5..",service="checkout"}[5m])) / sum by (service) (rate(http_requests_total[5m])) > 0.05';
const map: ServiceMap = {
  services: [
    {
      service: 'checkout',
      repositoryId: 1,
      repository: 'acme/shop',
      from: 'configuration',
      dependsOn: ['payments', 'search'],
    },
    {
      service: 'search',
      repositoryId: 1,
      repository: 'acme/shop',
      from: 'configuration',
      queries: [
        { reader: 'prometheus', kind: 'errors', query: 'sum(search_errors)' },
        { reader: 'elsewhere', kind: 'requests', query: 'x' },
      ],
    },
  ],
};

function input(alert: Partial<Alert>, more: Partial<QueryPlanInput> = {}): QueryPlanInput {
  return {
    alert: {
      key: 'k',
      source: 'alertmanager',
      status: 'firing',
      startsAt: NOW - 5 * MINUTE_MS,
      title: 'Errors',
      labels: { service: 'checkout', alertname: 'Errors' },
      ...alert,
    },
    service: 'checkout',
    map,
    connections: [{ id: 'main', reader: 'prometheus' }],
    now: NOW,
    ...more,
  };
}
const plan = (...given: Parameters<typeof input>) => planQueries(input(...given));

test('the alert first, then the service, then its past, then its neighbours', () => {
  const planned = plan({ query: RATIO });
  expect(planned.map(({ id, window }) => `${id} ${window}`)).toEqual([
    'alert now',
    'errors now',
    'requests now',
    'latency now',
    'errors-by-version now',
    'requests-by-version now',
    'calls now',
    'failed-calls now',
    ...['alert', 'errors', 'requests', 'latency'].flatMap((id) => [`${id} week-before`, `${id} day-before`]),
    'errors:payments now',
    'requests:payments now',
    'latency:payments now',
    'configured-0:search now',
    'requests:search now',
    'latency:search now',
  ]);
  expect(planned[0]).toMatchObject({
    connection: 'main',
    query: RATIO.replace(' > 0.05', ''),
    as: { service: 'checkout', kind: 'error_ratio', name: 'Errors' },
    labels: { service: 'checkout' },
  });
});

test('errors and requests are counts of one step, and neighbours take the place of the service', () => {
  const byId = new Map(plan({ query: RATIO }).map((planned) => [planned.id, planned.query]));
  expect(byId.get('errors')).toBe('sum(increase(http_requests_total{service="checkout",code=~"5.."}[150s]) / 2)');
  expect(byId.get('requests:payments')).toBe('sum(increase(http_requests_total{service="payments"}[150s]) / 2)');
  expect(byId.get('latency')).toBe(
    'histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket{service="checkout"}[375s])))',
  );
});

test('errors and requests of each version in the same words as those of all of them', () => {
  const byId = new Map(plan({ query: RATIO }).map((planned) => [planned.id, planned]));
  const counted = 'increase(http_requests_total{service="checkout"}[150s]) / 2';
  expect(byId.get('requests-by-version')).toMatchObject({
    query: `sum by (version) (${counted}) or sum by (service_version) (${counted})`,
    as: { service: 'checkout', kind: 'requests' },
    only: 'version',
  });
  expect(byId.get('errors-by-version')).toMatchObject({
    query: expect.stringContaining('code=~"5.."'),
    as: { service: 'checkout', kind: 'errors' },
    only: 'version',
  });
});

test('six hours before the alert until now in at most 360 points, and the same hours a day and a week before', () => {
  for (const windowMs of [10 * MINUTE_MS, 6 * HOUR_MS, 400 * HOUR_MS]) {
    const planned = plan({ query: RATIO }, { windowMs });
    const [now] = planned;
    if (!now) throw new Error('nothing was planned');
    expect((now.to - now.from) / 1_000 / now.stepSeconds + 1).toBeLessThanOrEqual(361);
    expect(now.to).toBeLessThanOrEqual(NOW);
    expect(now.to).toBeGreaterThan(NOW - now.stepSeconds * 1_000);
    const past = planned.filter(({ id, window }) => id === 'alert' && window !== 'now');
    expect(past.map(({ from }) => now.from - from)).toEqual([7 * DAY_MS, DAY_MS]);
  }
});

test('what the budget cuts is told, and nothing is asked that is cut', () => {
  const all = plan({ query: RATIO }, { budget: 500 });
  const five = input({ query: RATIO }, { budget: 5 });
  expect(planQueries(five)).toHaveLength(5);
  expect([...planQueries(five), ...cutQueries(five)]).toEqual(all);
  expect(cutQueries(input({ query: RATIO }, { budget: 500 }))).toEqual([]);
});

test('the budget is kept, and what matters most stays', () => {
  expect(plan({ query: RATIO }, { budget: 2 }).map(({ id }) => id)).toEqual(['alert', 'errors']);
  const many = { services: [{ ...map.services[0], dependsOn: Array.from({ length: 50 }, (_, i) => `n${i}`) }] };
  expect(plan({ query: RATIO }, { map: many as ServiceMap })).toHaveLength(24);
});

describe('without an expression in PromQL', () => {
  test('the conventional names are asked for', () => {
    const planned = plan({ labels: { service: 'checkout', env: 'production' } });
    expect(planned[0]).toMatchObject({
      id: 'errors',
      query:
        'sum(increase(http_requests_total{service="checkout",env="production",code=~"5.."}[150s]) / 2 or ' +
        'increase(http_requests_total{service="checkout",env="production",status=~"5.."}[150s]) / 2)',
    });
  });

  test('another language is never sent to Prometheus', () => {
    const queries = plan({ source: 'datadog', query: 'avg:trace.errors{*} > 5' }).map(({ query }) => query);
    expect(queries.length).toBeGreaterThan(0);
    for (const query of queries) expect(query).not.toContain('avg:trace');
  });

  test('an exporter that tells of a workload is never asked about itself', () => {
    const labels = { job: 'kube-state-metrics', service: 'ksm', deployment: 'checkout' };
    const queries = plan({ labels }).map(({ query }) => query);
    expect(queries[0]).toContain('http_requests_total{service="checkout"');
    expect(queries.join('\n')).not.toMatch(/ksm|kube-state-metrics/);
  });

  test('without a label that names a service only what is configured is asked', () => {
    expect(plan({ labels: {} }).map(({ id }) => id)).toEqual(['configured-0:search']);
  });

  test('the rule as the reader told it wins over what the alert says', () => {
    expect(plan({ query: 'a > 1' }, { expression: 'b > 2' })[0]).toMatchObject({ id: 'alert', query: 'b' });
  });

  test('a value that may not stand in a query is not asked', () => {
    expect(plan({ labels: { service: 'x'.repeat(201) } }).filter(({ id }) => !id.includes(':'))).toEqual([]);
  });

  test('a hostile label stays inside its string', () => {
    const [first] = plan({ labels: { service: 'x"} or up{a="' } });
    expect(first?.query).toContain(String.raw`service="x\"} or up{a=\""`);
  });
});

test('nothing connected, nothing asked; a connection that does not know the service is not asked', () => {
  expect(plan({ query: RATIO }, { connections: [] })).toEqual([]);
  const connections = [{ id: 'other', reader: 'prometheus', services: ['billing'] }];
  expect(plan({ query: RATIO }, { connections }).map(({ id }) => id)).toEqual(['configured-0:search']);
});

describe('metrics that the expression hints at', () => {
  test.each([
    [
      'rate(grpc_server_handled_total{grpc_code!="OK"}[5m]) > 1',
      'errors',
      'grpc_server_handled_total{service="checkout",grpc_code!="OK"}',
    ],
    ['rate(api_errors_total[5m]) > 1', 'errors', 'api_errors_total{service="checkout"}'],
    ['rate(api_errors_total[5m]) > 1', 'requests', 'api_requests_total{service="checkout"}'],
    [
      'histogram_quantile(0.9, rate(web_request_duration_seconds_bucket{route="/",le="1"}[5m])) > 1',
      'latency',
      'web_request_duration_seconds_bucket{route="/",service="checkout"}',
    ],
    [
      'rate(web_request_duration_seconds_bucket[5m]) > 1',
      'requests',
      'web_request_duration_seconds_count{service="checkout"}',
    ],
    [
      'rate(web_request_duration_seconds_bucket[5m]) > 1',
      'errors',
      'web_requests_total{service="checkout",code=~"5.."}',
    ],
  ])('%s: %s', (query, id, selector) => {
    expect(plan({ query }).find((planned) => planned.id === id)?.query).toContain(selector);
  });
});

test.each([
  ['sum(rate(http_requests_total{code=~"5.."}[5m])) / sum(rate(http_requests_total[5m]))', 'error_ratio'],
  ['job:http_error_ratio:rate15s', 'error_ratio'],
  ['1 - sum(rate(x_errors_total[5m])) / sum(rate(x_total[5m]))', 'success_ratio'],
  ['slo:availability_ratio', 'success_ratio'],
  ['histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket[5m])))', 'latency'],
  ['rate(http_request_duration_seconds_sum[5m]) / rate(http_request_duration_seconds_count[5m])', 'latency'],
  ['sum(rate(app_errors_total[5m]))', 'errors'],
  ['sum(rate(http_requests_total[5m]))', 'requests'],
  ['container_memory_usage_bytes / machine_memory_bytes', 'saturation'],
  ['up', 'other'],
])('%s measures %s', (expression, kind) => {
  expect(seriesKind(expression)).toBe(kind);
});
