import type { Server } from 'node:http';

/** Stops accepting, lets requests that were begun finish, and hangs up on what is left after the limit. */
export function closeServer(server: Server, limitMs: number): Promise<void> {
  return new Promise((resolve) => {
    const hangUp = setTimeout(() => server.closeAllConnections(), limitMs);
    // A kept-alive connection would otherwise bring another request while closing.
    server.prependListener('request', (_, response) => response.setHeader('connection', 'close'));
    server.close(() => {
      clearTimeout(hangUp);
      resolve();
    });
    server.closeIdleConnections();
  });
}
