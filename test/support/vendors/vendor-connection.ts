import type { HttpRequest } from '../../../src/platform/http-client.ts';
import type { TelemetryReader } from '../../../src/readers/telemetry/contract.ts';

interface VendorReply {
  readonly status?: number;
  readonly body: unknown;
}

/** A connection of a reader whose vendor answers in memory; it remembers what it was asked. */
export function vendorConnection<Options>(
  reader: TelemetryReader<Options>,
  options: unknown,
  reply: (request: HttpRequest, count: number) => VendorReply,
  now: number,
) {
  const asked: HttpRequest[] = [];
  return {
    asked,
    options: reader.options.parse(options),
    http: {
      async request(request: HttpRequest) {
        asked.push(request);
        const { status = 200, body } = reply(request, asked.length);
        return { status, headers: new Headers(), text: typeof body === 'string' ? body : JSON.stringify(body) };
      },
    },
    now,
    signal: new AbortController().signal,
  };
}
