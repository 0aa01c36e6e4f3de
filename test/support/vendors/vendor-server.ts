import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { FakeVendor } from './fake-vendor.ts';

export interface VendorServer {
  readonly url: string;
  /** Every request so far, as `METHOD /path`. */
  readonly seen: readonly string[];
  /** The addresses asked for, with their query. */
  readonly asked: readonly URL[];
  close(): void;
}

/** A local server that plays a vendor and remembers what it was asked. */
export async function startVendorServer(
  answer: (request: IncomingMessage, response: ServerResponse, count: number, body: string) => void,
  prelude: FakeVendor['prelude'] = () => undefined,
): Promise<VendorServer> {
  const seen: string[] = [];
  const asked: URL[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    void text(request).then((body) => {
      const prepared = prelude(request, body);
      if (prepared !== undefined) {
        response.writeHead(prepared.status, { 'content-type': 'application/json' }).end(JSON.stringify(prepared.body));
        return;
      }
      seen.push(`${request.method} ${url.pathname}`);
      asked.push(url);
      answer(request, response, seen.length, body);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    asked,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
