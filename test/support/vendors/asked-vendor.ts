import type { IncomingMessage, ServerResponse } from 'node:http';
import { createHttpClient, type HttpClientOptions } from '../../../src/platform/create-http-client.ts';
import { OperationalError } from '../../../src/platform/errors.ts';
import type { TelemetryQuery } from '../../../src/readers/telemetry/contract.ts';
import type { asked } from './telemetry-vendors.ts';
import { startVendorServer, type VendorServer } from './vendor-server.ts';

/** The secret of every connection. */
export const SECRET = 'Contract-suite-secret-0123456789';
/** Until when every question asks, and when it is asked. */
export const TO = Date.UTC(2026, 10, 25, 12);
const FROM = TO - 3_600_000;
/** In seconds: when the hour that is asked for begins. */
export const AT = FROM / 1_000;

export type Answer = (request: IncomingMessage, response: ServerResponse, count: number) => void;

/** An answer of JSON. */
export const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };

/**
 * Connects a reader to a server that plays its vendor. `setUp` gives the server and a `read` of the hour to `TO`; `failure` gives the
 * error of such a read. `only` answers with points of one series; `gives` names what the vendor answers with. `close` ends all
 * servers and gives every request to them that was more than reading.
 */
export function askedVendor({ reader, vendor }: Pick<(typeof asked)[number], 'reader' | 'vendor'>) {
  const servers: VendorServer[] = [];

  async function setUp(answer: Answer, http: Partial<HttpClientOptions> = {}) {
    const server = await startVendorServer(answer, (request, body) => vendor.prelude?.(request, body));
    servers.push(server);
    const client = createHttpClient({ allowAddresses: [server.url], backoffMs: 1, ...http });
    const read = (more: Partial<TelemetryQuery> = {}, signal = new AbortController().signal) =>
      reader.read(
        { id: 'q', query: vendor.query, from: FROM, to: TO, stepSeconds: 60, as: { service: 'checkout' }, ...more },
        { options: reader.options.parse(vendor.options(server.url, SECRET)), http: client, now: TO, signal },
      );
    return { server, read };
  }

  async function failure(answer: Answer, http: Partial<HttpClientOptions> = {}, signal?: AbortSignal) {
    const { server, read } = await setUp(answer, http);
    try {
      await read({}, signal);
    } catch (error) {
      if (error instanceof OperationalError) return { error, tries: server.seen.length };
      throw error;
    }
    throw new Error('the reader did not fail');
  }

  const gives = vendor.gives ?? ('series' as const);
  const only = (points: [number, number][]) => vendor.answer([{ labels: {}, points }]);

  function close(): readonly string[] {
    const seen = servers.flatMap((server) => server.seen);
    for (const server of servers.splice(0)) server.close();
    return seen.filter((request) => !vendor.allowed.includes(request));
  }

  return { setUp, failure, gives, only, close };
}
