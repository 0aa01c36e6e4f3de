import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { planQueries } from '../../src/investigation/candidates/plan-queries.ts';
import type { PlannedQuery } from '../../src/investigation/candidates/query-language.ts';
import { createHttpClient } from '../../src/platform/create-http-client.ts';
import { prometheus } from '../../src/readers/telemetry/prometheus.ts';
import { describeWithProgram } from '../support/program/real-program.ts';
import { type RunningVictoriaMetrics, startVictoriaMetrics } from '../support/program/victoria-metrics.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const ALERT_AT = Math.floor(Date.now() / MINUTE) * MINUTE - 5 * MINUTE;
const DEPLOY_AT = ALERT_AT - 30 * MINUTE;
const FROM = ALERT_AT - 7 * DAY - 7 * 60 * MINUTE;
const LABELS = { service_name: 'checkout', deployment_environment_name: 'production' };

/** A week of a shop by OpenTelemetry's conventions: 60 requests a minute, every 30th fails, and from v42 on every third. */
function week(): readonly string[] {
  const lines: string[] = [];
  const counts = new Map<string, number>();
  const add = (series: string, by: number, at: number) => {
    const count = (counts.get(series) ?? 0) + by;
    counts.set(series, count);
    lines.push(`${series} ${count} ${at}`);
  };
  const requests = (service: string, version: string, code: string) =>
    `http_server_request_duration_seconds_count{service_name="${service}",service_version="${version}",deployment_environment_name="production",http_response_status_code="${code}"}`;
  for (let at = FROM; at <= ALERT_AT; at += MINUTE) {
    const isNew = at > DEPLOY_AT;
    for (const [version, live] of [
      ['v41', !isNew],
      ['v42', isNew],
    ] as const) {
      const failed = version === 'v42' ? 20 : 2;
      add(requests('checkout', version, '200'), live ? 60 - failed : 0, at);
      add(requests('checkout', version, '503'), live ? failed : 0, at);
    }
    add(requests('payments', 'v7', '200'), 60, at);
    add(requests('payments', 'v7', '500'), 0, at);
    add('traces_service_graph_request_total{client="web",server="checkout"}', 60, at);
    add('traces_service_graph_request_total{client="checkout",server="payments"}', 40, at);
    add('traces_service_graph_request_total{client="web",server="search"}', 40, at);
  }
  return lines;
}

describeWithProgram(['victoria-metrics'], 'a real VictoriaMetrics with a backfilled week', () => {
  let running: RunningVictoriaMetrics;
  const connection = () => ({
    options: prometheus.options.parse({ url: running.url }),
    http: createHttpClient({ allowAddresses: [running.url] }),
    now: ALERT_AT,
    signal: new AbortController().signal,
  });
  const planned = planQueries({
    alert: {
      key: 'k',
      source: 'alertmanager',
      status: 'firing',
      startsAt: ALERT_AT,
      title: 'Errors',
      labels: LABELS,
      query:
        'sum(rate(http_server_request_duration_seconds_count{service_name="checkout",http_response_status_code=~"5.."}[5m])) > 0.1',
    },
    service: 'checkout',
    map: { services: [] },
    connections: [{ id: 'main', reader: 'prometheus' }],
    now: ALERT_AT,
  });
  const read = (id: string, window: PlannedQuery['window'] = 'now') => {
    const query = planned.find((one) => one.id === id && one.window === window);
    if (query === undefined) throw new Error(`${id} ${window} is not planned`);
    return prometheus.read(query, connection());
  };
  /** The values that lie well inside a time, so that no step straddles its ends. */
  const within = (points: readonly (readonly [number, number])[], from: number, to: number) =>
    points.filter(([at]) => at * 1_000 > from + 5 * MINUTE && at * 1_000 <= to).map(([, value]) => value);

  beforeAll(async () => {
    running = await startVictoriaMetrics();
    await running.backfill(week());
  }, 60_000);
  afterAll(() => running?.stop());

  test('errors of a step rise from 2 to 20 a minute with the deploy, and only then', async () => {
    const { series, partial } = await read('errors');
    expect(partial).toEqual([]);
    expect(series).toHaveLength(1);
    const [{ points, stepSeconds = 0 } = { points: [] }] = series;
    const minutes = stepSeconds / 60;
    const before = within(points, DEPLOY_AT - 120 * MINUTE, DEPLOY_AT);
    const after = within(points, DEPLOY_AT, ALERT_AT);
    expect(before.length).toBeGreaterThan(50);
    expect(after.length).toBeGreaterThan(10);
    // A step is no whole number of minutes, so single steps hold a sample more or less.
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length / minutes;
    expect(mean(before)).toBeCloseTo(2, 0);
    expect(mean(after)).toBeCloseTo(20, 0);
    expect(Math.max(...before)).toBeLessThan(Math.min(...after) / 3);
  });

  test('the same hours a day and a week before know nothing of it', async () => {
    for (const window of ['day-before', 'week-before'] as const) {
      const { series } = await read('errors', window);
      const values = series.flatMap(({ points }) => points.map(([, value]) => value));
      expect(values.length).toBeGreaterThan(100);
      expect(Math.max(...values)).toBeLessThan(5);
    }
  });

  test('the versions stand apart', async () => {
    const { series } = await read('errors-by-version');
    const last = Object.fromEntries(series.map(({ version, points }) => [version, points.at(-1)?.[1] ?? 0]));
    expect(Object.keys(last).sort()).toEqual(['v41', 'v42']);
    expect(last.v41).toBe(0);
    expect(last.v42).toBeGreaterThan(10);
  });

  test('the service graph tells who calls the service and whom it calls, and no more', async () => {
    const { topology, series } = await read('calls');
    expect(topology).toEqual(
      expect.arrayContaining([
        { from: 'web', to: 'checkout' },
        { from: 'checkout', to: 'payments' },
      ]),
    );
    expect(topology).toHaveLength(2);
    expect(series.map(({ service, peer }) => `${service} ${peer}`).sort()).toEqual([
      'checkout payments',
      'web checkout',
    ]);
  });
});
