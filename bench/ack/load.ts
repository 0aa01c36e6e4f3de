import { createHmac, randomUUID } from 'node:crypto';
import autocannon from 'autocannon';
import { APP_ID, PATH } from './bench-server.ts';

export interface Load {
  readonly port: number;
  readonly secret: string;
  readonly body: string;
  readonly connections: number;
  /** Ends after so many deliveries, or so many seconds, whichever is first. */
  readonly amount: number;
  readonly seconds: number;
}

export interface LoadResult {
  readonly acknowledged: number;
  readonly failed: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Sends genuine deliveries, each with its own GUID, as fast as they are acknowledged. */
export async function load({ port, secret, body, connections, amount, seconds }: Load): Promise<LoadResult> {
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'GitHub-Hookshot/bench',
    'x-github-event': 'push',
    'x-github-hook-installation-target-id': String(APP_ID),
    'x-github-hook-installation-target-type': 'integration',
    'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
  };
  const times: number[] = [];
  let failed = 0;
  let lastAt = performance.now();
  const startedAt = performance.now();
  const deadline = setTimeout(() => running.stop?.(), seconds * 1_000);
  const running = autocannon({
    url: `http://127.0.0.1:${port}${PATH}`,
    connections,
    amount,
    requests: [
      {
        method: 'POST',
        body,
        setupRequest: (request) => ({ ...request, headers: { ...headers, 'x-github-delivery': randomUUID() } }),
      },
    ],
  });
  void running.on('response', (_client, status, _bytes, milliseconds) => {
    lastAt = performance.now();
    if (status >= 200 && status < 300) times.push(milliseconds);
    else failed += 1;
  });
  await running;
  clearTimeout(deadline);
  // Not the end of the run: autocannon notices it only at its next whole second.
  const elapsed = (lastAt - startedAt) / 1_000;
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
  return { acknowledged: times.length, failed, perSecond: times.length / elapsed, p50Ms: at(0.5), p99Ms: at(0.99) };
}
