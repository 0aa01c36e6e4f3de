import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OperationalError } from '../../platform/errors.ts';
import { freePort } from './free-port.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import type { PostgresUser } from './postgres-user.ts';
import { readPostmasterFile } from './postmaster-file.ts';
import { runProgram } from './run-program.ts';

export interface ServerOptions {
  readonly clusterFolder: string;
  readonly binaries: PostgresBinaries;
  readonly user: PostgresUser | undefined;
  /** Server settings that win over ours. */
  readonly settings: Readonly<Record<string, string>>;
}

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  max_connections: '100',
  log_min_messages: 'warning',
  // One file for each weekday, overwritten a week later, so that the log cannot fill the disk.
  logging_collector: 'on',
  log_filename: 'server-%a.log',
  log_rotation_age: '1d',
  log_rotation_size: '0',
  log_truncate_on_rotation: 'on',
};

/** The port of the running server of this cluster, or undefined. */
export async function runningPort(clusterFolder: string): Promise<number | undefined> {
  return (await readPostmasterFile(clusterFolder))?.port;
}

/**
 * Starts the server in a session of its own (Ctrl-C at our terminal does not reach it) and gives its port once it
 * answers. PostgreSQL itself sees to it that there is only one: where another process was faster, this gives that one's.
 */
export async function startServer(
  { clusterFolder, binaries, user, settings }: ServerOptions,
  wantedPort?: number,
): Promise<number> {
  const wanted = { ...SETTINGS, port: String(await freePort(wantedPort)), ...settings };
  const flags = Object.entries(wanted).map(([name, value]) => `-c ${name}='${value}'`);
  const startLog = join(clusterFolder, 'start.log');
  const { output } = await runProgram(
    binaries.pgCtl,
    ['start', '--wait', '--timeout=60', '-D', clusterFolder, '-l', startLog, '-o', flags.join(' ')],
    user,
  );
  const port = await runningPort(clusterFolder);
  if (port !== undefined) return port;
  const said = await readFile(startLog, 'utf8').catch(() => '');
  throw new OperationalError(
    'storage-unavailable',
    `it did not start (${[output, said.trim().slice(-1_000)].join('\n')})`,
    { retryable: true },
  );
}

/** Stops the server and waits for it; open connections are ended, committed rows are safe. */
export async function stopServer({ clusterFolder, binaries, user }: ServerOptions): Promise<void> {
  await runProgram(binaries.pgCtl, ['stop', '--wait', '--timeout=60', '--mode=fast', '-D', clusterFolder], user);
}
