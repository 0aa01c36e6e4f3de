import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Counter, Registry } from 'prom-client';
import { promqlLabel } from '../../src/investigation/incident/promql-label.ts';
import { createHttpClient } from '../../src/platform/create-http-client.ts';
import type { TelemetryQuery } from '../../src/readers/telemetry/contract.ts';
import { prometheus } from '../../src/readers/telemetry/prometheus.ts';
import { type RunningAlertmanager, startAlertmanager } from '../support/program/alertmanager.ts';
import { type RunningPrometheus, startPrometheus } from '../support/program/prometheus.ts';
import { describeWithProgram } from '../support/program/real-program.ts';
import { waitUntil } from '../support/wait-until.ts';

const RULES = `
groups:
  - name: shop
    interval: 1s
    rules:
      - alert: HighErrorRate
        expr: sum by (service) (rate(http_requests_total{code=~"5.."}[10s])) > 0.05
        for: 4m
        labels: { severity: page }
      - alert: HighErrorRate
        expr: sum by (service) (rate(http_requests_total{code=~"5.."}[10s])) > 0
        for: 2s
        labels: { severity: warn, value: "{{ $value }}" }
`;

describeWithProgram(['prometheus', 'prometheus-alertmanager'], 'a real Prometheus', () => {
  let shop: Server;
  let receiver: Server;
  let running: RunningPrometheus;
  let alertmanager: RunningAlertmanager;
  const received: { headers: unknown; body: { alerts: { labels: Record<string, string>; status: string }[] } }[] = [];

  const listen = async (server: Server) => {
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return `127.0.0.1:${(server.address() as AddressInfo).port}`;
  };

  beforeAll(async () => {
    const registry = new Registry();
    const requests = new Counter({
      name: 'http_requests_total',
      help: 'Requests',
      labelNames: ['code', 'version'],
      registers: [registry],
    });
    shop = createServer((_request, response) => {
      // Every scrape sees ten more requests, three of which failed.
      requests.inc({ code: '200', version: '1.1' }, 7);
      requests.inc({ code: '503', version: '1.1' }, 3);
      void registry.metrics().then((text) => response.setHeader('content-type', registry.contentType).end(text));
    });
    receiver = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      request.on('end', () => {
        received.push({ headers: request.headers, body: JSON.parse(text) });
        response.writeHead(202).end();
      });
    });
    alertmanager = await startAlertmanager({ webhook: `http://${await listen(receiver)}/hook`, secret: 'a-secret' });
    running = await startPrometheus({
      targets: [{ address: await listen(shop), labels: { service: 'checkout', env: 'production' } }],
      rules: RULES,
      alertmanager: alertmanager.address,
    });
  }, 60_000);

  afterAll(async () => {
    await running?.stop();
    await alertmanager?.stop();
    for (const server of [shop, receiver]) {
      server?.closeAllConnections();
      server?.close();
    }
  });

  const connection = () => ({
    options: prometheus.options.parse({ url: running.url }),
    http: createHttpClient({ allowAddresses: [running.url] }),
    now: Date.now(),
    signal: AbortSignal.timeout(30_000),
  });
  const read = (query: string, more: Partial<TelemetryQuery> = {}) => {
    const now = Date.now();
    const asked = { id: 'q', query, from: now - 60_000, to: now, stepSeconds: 1, as: { service: 'checkout' }, ...more };
    return prometheus.read(asked, connection());
  };

  test('reads a range with service, version and instance', async () => {
    const points = await waitUntil('five points', async () => {
      const answer = await read('http_requests_total{code="503"}', { as: { service: 'checkout', kind: 'errors' } });
      const [series] = answer.series;
      return series && series.points.length >= 5 ? { ...answer, series: [series] as const } : undefined;
    });
    expect(points).toMatchObject({
      partial: [],
      series: [{ service: 'checkout', version: '1.1', kind: 'errors', stamp: 'end', stepSeconds: 1 }],
    });
    const [series] = points.series;
    expect(series.instance).toMatch(/^127\.0\.0\.1:\d+$/);
    const values = series.points.map(([, value]) => value);
    expect(values).toEqual(values.toSorted((a, b) => a - b));
    expect(values.every((value) => value % 3 === 0)).toBe(true);
  }, 60_000);

  test('divisions by zero are missing points, not numbers', async () => {
    expect((await read('vector(0) / vector(0)')).series.flatMap(({ points }) => points)).toEqual([]);
    expect((await read('vector(1) / vector(0)')).series.flatMap(({ points }) => points)).toEqual([]);
  });

  test('the server says what is wrong with a query', async () => {
    await expect(read('sum(')).rejects.toMatchObject({
      code: 'upstream-failed',
      message: expect.stringContaining('parse error'),
    });
  });

  test('a range of more than 11,000 points is read in parts', async () => {
    const now = Math.floor(Date.now() / 1_000) * 1_000;
    const { series, partial } = await read('vector(1)', { from: now - 24_999_000, to: now });
    expect(partial).toEqual([]);
    expect(series.map(({ points }) => points.length)).toEqual([25_000]);
  });

  test('tells the rule behind an alert, with its for', async () => {
    const rule = (severity: string) =>
      prometheus.readRule?.({ name: 'HighErrorRate', labels: { severity, value: '1' } }, connection());
    await expect(rule('page')).resolves.toEqual({
      query: 'sum by (service) (rate(http_requests_total{code=~"5.."}[10s])) > 0.05',
      forSeconds: 240,
      intervalSeconds: 1,
    });
    await expect(rule('warn')).resolves.toMatchObject({ forSeconds: 2 });
    await expect(rule('none')).resolves.toBeUndefined();
  });

  test('an alert arrives through Alertmanager with the secret', async () => {
    const delivery = await waitUntil('the alert', () =>
      received.find(({ body }) => body.alerts.some(({ labels }) => labels.severity === 'warn')),
    );
    expect(delivery).toMatchObject({
      headers: { authorization: 'Bearer a-secret' },
      body: {
        version: '4',
        status: 'firing',
        alerts: [{ labels: { alertname: 'HighErrorRate', service: 'checkout' } }],
      },
    });
  }, 90_000);

  test('300 injected label values keep the shape that the real parser sees', async () => {
    const parts = [
      '"',
      '\\',
      '"} or up{a="',
      '\n',
      '`',
      "'",
      '#',
      '})',
      '[5m]',
      '\\u0022',
      '\u2028',
      '\u0000',
      '\t',
      'ü',
      '😀',
      '$1',
      '{{',
      '%s',
      ' and ',
      '="',
    ];
    const values = Array.from({ length: 300 }, (_, n) => parts[n % 20] + 'x'.repeat(n % 2) + parts[Math.floor(n / 20)]);
    for (const value of values) {
      const matcher = promqlLabel('service', value);
      const query = `sum(up{${matcher}})`;
      const formatted = await running.ask(`/api/v1/format_query?query=${encodeURIComponent(query)}`);
      // One string literal between the same two pieces, and nothing else.
      expect(formatted).toMatch(/^sum\(up\{service="(?:[^"\\]|\\.)*"\}\)$/);
    }
    expect(new Set(values).size).toBeGreaterThan(250);
  });
});
