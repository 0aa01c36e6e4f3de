/**
 * The server under load, in a process of its own: `whatchanged` (the real intake on the embedded PostgreSQL, with
 * fsync) or `probot` (its middleware with a handler that stores nothing). Tells its port, counts on request, and ends
 * when the parent says so.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createNodeMiddleware, Probot } from 'probot';
import { startServer } from '../../src/intake/server/start-server.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { createLog } from '../../src/platform/log.ts';
import { createMetrics } from '../../src/platform/metrics.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import { APP_ID, type BenchServer, PATH, type ServerKind } from './bench-server.ts';

const [kind, secret = '', dataFolder = '', privateKey = ''] = process.argv.slice(2);
const log = createLog({ level: 'error' });
const server = await (kind === ('whatchanged' satisfies ServerKind) ? startWhatchanged() : startProbot());

process.on('message', (message) => {
  if (message === 'count') void server.count().then((count) => process.send?.({ count }));
  if (message === 'stop') void server.close().then(() => process.disconnect());
});
process.send?.({ port: server.port });

async function startWhatchanged(): Promise<BenchServer> {
  const { storage, close } = await openStorage({ dataFolder, clock: systemClock, log });
  const running = await startServer({
    configuration: {
      role: 'intake',
      server: { host: '127.0.0.1', port: 0, maxGitHubBodyBytes: 26_214_400, maxAlertBodyBytes: 1_048_576 },
      github: { appId: APP_ID, webhookSecrets: [secret], apiUrl: 'http://127.0.0.1', webUrl: 'http://127.0.0.1' },
      endpoints: [],
    },
    storage,
    clock: systemClock,
    log,
    metrics: createMetrics(),
  });
  return {
    port: running.port,
    count: async () => (await storage.transaction((tx) => tx.inbox.countByState())).pending,
    async close() {
      await running.close();
      await close();
    },
  };
}

async function startProbot(): Promise<BenchServer> {
  let handled = 0;
  const probot = new Probot({ appId: APP_ID, privateKey, secret, logLevel: 'error' });
  const middleware = await createNodeMiddleware(
    (app) => {
      app.on('push', () => {
        handled += 1;
      });
    },
    { probot, webhooksPath: PATH },
  );
  const http = createServer((request, response) => void middleware(request, response));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    port: (http.address() as AddressInfo).port,
    count: async () => handled,
    close: () => new Promise<void>((resolve) => void http.close(() => resolve())),
  };
}
