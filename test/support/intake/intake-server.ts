import { createHmac, randomUUID } from 'node:crypto';
import { type RunningServer, type ServerParts, startServer } from '../../../src/intake/server/start-server.ts';
import { systemClock } from '../../../src/platform/clock.ts';
import { createLog } from '../../../src/platform/log.ts';
import { createMetrics, type Metrics } from '../../../src/platform/metrics.ts';
import type { Storage } from '../../../src/storage/contract.ts';

export const WEBHOOK_SECRET = 'a-webhook-secret-of-the-tests-0123456789';
export const ALERT_SECRET = 'an-alert-secret-of-the-tests';
const APP_ID = 4711;

export interface IntakeServer extends RunningServer {
  readonly url: string;
  readonly metrics: Metrics;
  /** Every line that was logged. */
  readonly lines: string[];
}

/** Starts the real server on a free port of loopback, with one endpoint `default` of installation 7 for every source. */
export async function intakeServer(storage: Storage, parts: Partial<ServerParts> = {}): Promise<IntakeServer> {
  const lines: string[] = [];
  const metrics = createMetrics();
  const log = createLog({
    level: 'debug',
    secrets: [WEBHOOK_SECRET, ALERT_SECRET],
    destination: { write: (line) => void lines.push(line) },
  });
  const server = await startServer({
    configuration: {
      role: 'all',
      server: { host: '127.0.0.1', port: 0, maxGitHubBodyBytes: 100_000, maxAlertBodyBytes: 50_000 },
      github: {
        appId: APP_ID,
        webhookSecrets: [WEBHOOK_SECRET],
        apiUrl: 'http://127.0.0.1',
        webUrl: 'http://127.0.0.1',
      },
      endpoints: [{ id: 'default', source: '*', installationId: 7, secrets: [ALERT_SECRET] }],
    },
    storage,
    clock: systemClock,
    log,
    metrics,
    ...parts,
  });
  return { ...server, url: `http://127.0.0.1:${server.port}`, metrics, lines };
}

/** GitHub's signature of a body. */
export function githubSignature(body: string | Uint8Array, secret = WEBHOOK_SECRET): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

/** The headers of a genuine delivery of GitHub. */
export function githubHeaders(body: string | Uint8Array, event = 'push'): Record<string, string> {
  return {
    'content-type': 'application/json',
    'user-agent': 'GitHub-Hookshot/0000000',
    'x-github-event': event,
    'x-github-delivery': randomUUID(),
    'x-github-hook-id': '1',
    'x-github-hook-installation-target-id': String(APP_ID),
    'x-github-hook-installation-target-type': 'integration',
    'x-hub-signature-256': githubSignature(body),
  };
}
