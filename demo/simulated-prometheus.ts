import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the simulated shop measures, at a time in unix seconds. */
export type Measure = (service: string, kind: 'requests' | 'errors' | 'latency', atSeconds: number) => number;

export interface SimulatedPrometheus {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * A stand-in for the shop's Prometheus, so that the demo needs none: it answers query_range for the shop's three
 * metrics from a function. Real Prometheus is used in test/real/.
 */
export async function startSimulatedPrometheus(
  services: readonly string[],
  measure: Measure,
): Promise<SimulatedPrometheus> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://prometheus');
    response.setHeader('content-type', 'application/json');
    if (url.pathname !== '/api/v1/query_range') {
      response.end(JSON.stringify({ status: 'success', data: url.pathname.endsWith('/rules') ? { groups: [] } : [] }));
      return;
    }
    response.end(
      JSON.stringify({ status: 'success', data: { resultType: 'matrix', result: matrix(url, services, measure) } }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => closed(server) };
}

function matrix(url: URL, services: readonly string[], measure: Measure): unknown[] {
  const query = url.searchParams.get('query') ?? '';
  const named = /service="([^"]+)"/.exec(query)?.[1];
  const [from, to, step] = ['start', 'end', 'step'].map((name) =>
    Number.parseFloat(url.searchParams.get(name) ?? '60'),
  );
  if (from === undefined || to === undefined || step === undefined) return [];
  return services
    .filter((service) => named === undefined || service === named)
    .map((service) => {
      const values: [number, string][] = [];
      for (let at = from; at <= to; at += step) values.push([at, String(measured(query, service, at, measure))]);
      return { metric: { service }, values };
    });
}

function measured(query: string, service: string, at: number, measure: Measure): number {
  if (query.includes('duration')) return measure(service, 'latency', at);
  const errors = measure(service, 'errors', at);
  if (!query.includes('5..')) return measure(service, 'requests', at);
  return query.includes('/') ? errors / Math.max(1, measure(service, 'requests', at)) : errors;
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
