import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server with a fixed address that hands every GET on to one that is named later. */
export async function forwardingServer(): Promise<{ url: string; to(url: string): void; close(): Promise<void> }> {
  let target: string | undefined;
  const server = createServer((request, response) => {
    if (target === undefined) {
      response.writeHead(503).end();
      return;
    }
    fetch(new URL(request.url ?? '/', target))
      .then(async (answer) => {
        response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' });
        response.end(Buffer.from(await answer.arrayBuffer()));
      })
      .catch(() => response.writeHead(502).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    to: (url) => {
      target = url;
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
