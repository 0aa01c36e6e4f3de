import { spawn } from 'node:child_process';

export interface ProgramOptions {
  readonly uid?: number;
  readonly gid?: number;
  readonly env?: NodeJS.ProcessEnv;
}

export interface ProgramResult {
  readonly code: number;
  /** What it wrote to stdout and stderr. */
  readonly output: string;
}

/** Runs a program to its end, however that is; only a program that cannot be started throws. */
export function runProgram(
  path: string,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    const program = spawn(path, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    const output: Buffer[] = [];
    program.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    program.stderr.on('data', (chunk: Buffer) => output.push(chunk));
    program.on('error', reject);
    // `close`, not `exit`, which may come before the last output. pg_ctl's server writes to a file and holds no pipe.
    program.on('close', (code) => resolve({ code: code ?? -1, output: Buffer.concat(output).toString('utf8').trim() }));
  });
}
