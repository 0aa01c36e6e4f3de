import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

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
  answer: (request: IncomingMessage, response: ServerResponse, count: number) => void,
): Promise<VendorServer> {
  const seen: string[] = [];
  const asked: URL[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    seen.push(`${request.method} ${url.pathname}`);
    asked.push(url);
    answer(request, response, seen.length);
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
