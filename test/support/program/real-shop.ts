import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { waitUntil } from '../wait-until.ts';

const run = promisify(execFile);

/** A service of the real journey: runs `services/NAME.js` of one commit, on one port for all its life. */
export interface RealService {
  readonly name: string;
  readonly address: string;
  /** Checks the commit out and runs it in place of what ran before. */
  deploy(sha: string): Promise<void>;
  /** Requests that were answered since the last deploy. */
  answered(): number;
  stop(): Promise<void>;
}

/** Starts a service from a git repository and sends it about twenty requests a second until it is stopped. */
export async function startRealService(name: string, repository: string): Promise<RealService> {
  const folder = await mkdtemp(join(tmpdir(), `real-${name}-`));
  await run('git', ['clone', '-q', repository, folder]);
  const port = await freePort();
  const address = `127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  let count = 0;
  const traffic = setInterval(() => {
    fetch(`http://${address}/`, { signal: AbortSignal.timeout(1_000) })
      .then((response) => response.arrayBuffer())
      .then(() => {
        count += 1;
      })
      // While it restarts nobody answers: that is what a rollout looks like.
      .catch(() => undefined);
  }, 50);
  const halt = async () => {
    const old = child;
    if (old === undefined || old.exitCode !== null) return;
    const gone = new Promise((resolve) => {
      old.once('exit', resolve);
    });
    old.kill('SIGTERM');
    await gone;
  };
  return {
    name,
    address,
    async deploy(sha) {
      await run('git', ['-C', folder, 'fetch', '-q', 'origin', sha]);
      await run('git', ['-C', folder, 'checkout', '-q', sha]);
      await halt();
      count = 0;
      child = spawn(process.execPath, [`services/${name}.js`], {
        cwd: folder,
        env: { PORT: String(port) },
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      await waitUntil(`${name} to answer`, () => (count > 0 ? true : undefined));
    },
    answered: () => count,
    async stop() {
      clearInterval(traffic);
      await halt();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
