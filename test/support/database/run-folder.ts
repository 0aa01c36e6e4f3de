import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const PREFIX = 'whatchanged-test-';

/** Makes the folder in which this run keeps everything that it writes, databases included. It bears our process number. */
export async function makeRunFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
  // A PostgreSQL that root starts runs as another user.
  await chmod(folder, 0o755);
  return folder;
}

/** A run that was killed could neither stop its programs nor clear away: its folder bears the number of a dead process. */
export async function removeLeftRunFolders(): Promise<void> {
  const names = await readdir(tmpdir());
  for (const name of names.filter((each) => each.startsWith(PREFIX))) {
    const pid = Number(/^\d+/.exec(name.slice(PREFIX.length))?.[0]);
    if (Number.isNaN(pid) || isAlive(pid)) continue;
    const folder = join(tmpdir(), name);
    await endPrograms(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Kills what was started with this folder in its command line, such as the database, and waits until it is gone. */
async function endPrograms(folder: string): Promise<void> {
  for (let programs = await programsWith(folder); programs.length > 0; programs = await programsWith(folder)) {
    for (const pid of programs) kill(pid);
    await pause(50);
  }
}

async function programsWith(folder: string): Promise<readonly number[]> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  return pids.filter((_, index) => lines[index]?.includes(folder)).map(Number);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
