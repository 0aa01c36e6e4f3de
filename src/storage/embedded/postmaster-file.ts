import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

export interface PostmasterFile {
  readonly pid: number;
  readonly port: number;
}

/**
 * What the running server says of itself in `postmaster.pid` (one fact a line: pid, folder, start, port; PostgreSQL's
 * `miscadmin.h`). Undefined where none runs. A file whose pid belongs to another program by now, as after a reboot, is
 * removed, because PostgreSQL would refuse to start over it.
 */
export async function readPostmasterFile(clusterFolder: string): Promise<PostmasterFile | undefined> {
  const path = join(clusterFolder, 'postmaster.pid');
  const text = await readFile(path, 'utf8').catch(() => '');
  const [pidLine, , , portLine] = text.split('\n').map((line) => line.trim());
  const pid = Number(pidLine);
  const port = Number(portLine);
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return undefined;
  if (await isNoPostmaster(pid, clusterFolder)) {
    if ((await readFile(path, 'utf8').catch(() => '')) === text) await rm(path, { force: true });
    return undefined;
  }
  return port > 0 ? { pid, port } : undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Only Linux can tell; elsewhere the pid is trusted. An empty command line is a dead process that nobody reaped. */
async function isNoPostmaster(pid: number, clusterFolder: string): Promise<boolean> {
  const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
  return commandLine !== undefined && !commandLine.includes(clusterFolder);
}
