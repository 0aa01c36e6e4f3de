/**
 * What durability costs: acknowledgements per second and their latency of our intake, which has committed each delivery
 * and its job to PostgreSQL (fsync on) before it answers, beside a bare Probot server, which stores nothing. The two
 * run on the same machine in the same minutes, in turns, so that the ratio means something even where the machine is slow.
 */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BenchServer, type ServerKind, startBenchServer } from './ack/bench-server.ts';
import { type LoadResult, load } from './ack/load.ts';

const ROUNDS = 3;
const CONNECTIONS = [1, 16, 64];
const MOST_DELIVERIES = 20_000;
const ROUND_SECONDS = 4;
const WARM_UP = { amount: 500, seconds: 2 };

interface Row {
  readonly connections: number;
  readonly server: ServerKind;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly failed: number;
}

/** Prints the table, or with `json` one object; exits 1 where a delivery was acknowledged and is not in the database. */
export async function bench({ json }: { readonly json: boolean }): Promise<void> {
  const secret = randomBytes(32).toString('hex');
  const body = pushPayload();
  const folder = await mkdtemp(join(tmpdir(), 'whatchanged-bench-'));
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  const servers: Readonly<Record<ServerKind, BenchServer>> = {
    whatchanged: await startBenchServer('whatchanged', secret, folder),
    probot: await startBenchServer('probot', secret, '', privateKey),
  };
  try {
    const run = (kind: ServerKind, connections: number, limits: { amount: number; seconds: number }) =>
      load({ port: servers[kind].port, secret, body, connections, ...limits });
    let acknowledged = 0;
    const rows: Row[] = [];
    for (const connections of CONNECTIONS) {
      const results: Record<ServerKind, LoadResult[]> = { whatchanged: [], probot: [] };
      for (let round = 0; round <= ROUNDS; round += 1) {
        for (const kind of ['whatchanged', 'probot'] as const) {
          const limits = round === 0 ? WARM_UP : { amount: MOST_DELIVERIES, seconds: ROUND_SECONDS };
          const result = await run(kind, connections, limits);
          if (kind === 'whatchanged') acknowledged += result.acknowledged;
          if (round > 0) results[kind].push(result);
        }
      }
      rows.push(...(['whatchanged', 'probot'] as const).map((kind) => row(connections, kind, results[kind])));
    }
    const stored = await servers.whatchanged.count();
    const handledByProbot = await servers.probot.count();
    print({ rows, acknowledged, stored, handledByProbot, bodyBytes: Buffer.byteLength(body) }, json);
    if (stored < acknowledged) process.exitCode = 1;
  } finally {
    await Promise.all([servers.whatchanged.close(), servers.probot.close()]);
    await rm(folder, { recursive: true, force: true });
  }
}

/** An example of GitHub's own documentation. */
function pushPayload(): string {
  const events: readonly { readonly name: string; readonly examples: readonly unknown[] }[] = createRequire(
    import.meta.url,
  )('@octokit/webhooks-examples');
  return JSON.stringify(events.find(({ name }) => name === 'push')?.examples[0]);
}

function row(connections: number, server: ServerKind, results: readonly LoadResult[]): Row {
  const median = (of: (result: LoadResult) => number) => {
    const sorted = results.map(of).sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  };
  return {
    connections,
    server,
    perSecond: median(({ perSecond }) => perSecond),
    p50Ms: median(({ p50Ms }) => p50Ms),
    p99Ms: median(({ p99Ms }) => p99Ms),
    failed: results.reduce((sum, { failed }) => sum + failed, 0),
  };
}

interface Measured {
  readonly rows: readonly Row[];
  readonly acknowledged: number;
  readonly stored: number;
  readonly handledByProbot: number;
  readonly bodyBytes: number;
}

function print({ rows, acknowledged, stored, handledByProbot, bodyBytes }: Measured, json: boolean): void {
  const ratios = CONNECTIONS.map((connections) => {
    const of = (server: ServerKind) => rows.find((one) => one.connections === connections && one.server === server);
    const [ours, theirs] = [of('whatchanged'), of('probot')];
    const ratio = (pick: (row: Row) => number) => (ours && theirs ? pick(ours) / pick(theirs) : Number.NaN);
    return { connections, perSecond: ratio(({ perSecond }) => perSecond), p99: ratio(({ p99Ms }) => p99Ms) };
  });
  if (json) {
    console.log(JSON.stringify({ benchmark: 'ack', rows, ratios, acknowledged, stored, handledByProbot, bodyBytes }));
    return;
  }
  console.log(`Acknowledged deliveries of ${bodyBytes} bytes; median of ${ROUNDS} rounds of ${ROUND_SECONDS} s.`);
  console.log('whatchanged: committed to PostgreSQL (fsync) before the answer. probot: nothing is stored.\n');
  console.log('connections  server        per second    p50 ms    p99 ms  failed');
  for (const { connections, server, perSecond, p50Ms, p99Ms, failed } of rows) {
    const cells = [perSecond.toFixed(0).padStart(10), p50Ms.toFixed(1).padStart(8), p99Ms.toFixed(1).padStart(8)];
    console.log(
      `${String(connections).padStart(11)}  ${server.padEnd(12)}  ${cells.join('  ')}  ${String(failed).padStart(6)}`,
    );
  }
  console.log('');
  for (const { connections, perSecond, p99 } of ratios) {
    console.log(`ratio at ${connections}: ${perSecond.toFixed(2)} x the throughput, ${p99.toFixed(2)} x the p99`);
  }
  console.log(`\nacknowledged ${acknowledged}, found in the database ${stored}; Probot handled ${handledByProbot}`);
}
