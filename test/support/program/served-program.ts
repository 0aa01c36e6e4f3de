import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { waitUntil } from '../wait-until.ts';

export interface ServedProgram {
  readonly port: number;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  /** Asks it to stop, and gives its exit code. */
  stop(): Promise<number | null>;
}

/** Starts `whatchanged serve` as a process of its own and waits until it listens. */
export async function serveProgram(environment: Readonly<Record<string, string>>): Promise<ServedProgram> {
  const bin = fileURLToPath(new URL('../../../bin/whatchanged.js', import.meta.url));
  const child: ChildProcess = spawn(process.execPath, [bin, 'serve'], {
    env: { PATH: process.env.PATH ?? '', LOG_LEVEL: 'info', ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', resolve);
  });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const port = await waitUntil('the program to listen', () => {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}:\n${said}`);
    const found = /"port":(\d+)[^\n]*"listening"/.exec(said)?.[1];
    return found === undefined ? undefined : Number(found);
  });
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return ended;
  };
  return {
    port,
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
  };
}
