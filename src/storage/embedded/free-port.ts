import { type AddressInfo, createServer } from 'node:net';

/** A TCP port of 127.0.0.1 that is free now: the wanted one where it is, else any. */
export async function freePort(wanted = 0): Promise<number> {
  const port = await tryPort(wanted).catch(() => undefined);
  return port ?? tryPort(0);
}

function tryPort(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const { port: free } = server.address() as AddressInfo;
      server.close(() => resolve(free));
    });
  });
}
