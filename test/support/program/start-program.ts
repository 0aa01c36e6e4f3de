import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface RunningProgram {
  /** What the program said when it was ready, as `ready` matched it. */
  readonly ready: RegExpExecArray;
  /** All that it has said so far. */
  readonly output: () => string;
  /** Ends this process and removes its folder. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts a program in a folder of its own that holds `files`, and waits until its output matches `ready`. Fails with
 * the output where the program ends before that.
 */
export async function startProgram(
  program: string,
  argumentsIn: (folder: string) => readonly string[],
  options: { readonly files: Readonly<Record<string, string>>; readonly ready: RegExp },
): Promise<RunningProgram> {
  const folder = await mkdtemp(join(tmpdir(), `${program}-`));
  for (const [name, text] of Object.entries(options.files)) await writeFile(join(folder, name), text);
  const child = spawn(program, argumentsIn(folder), { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
  });
  let output = '';
  const { promise, resolve, reject } = Promise.withResolvers<RegExpExecArray>();
  const hear = (chunk: Buffer) => {
    output += chunk.toString();
    const found = options.ready.exec(output);
    if (found) resolve(found);
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  child.once('error', reject);
  child.once('close', (code) => reject(new Error(`${program} ended (${code}) before it was ready:\n${output}`)));
  const ready = await promise;
  return {
    ready,
    output: () => output,
    async stop() {
      child.kill('SIGTERM');
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
