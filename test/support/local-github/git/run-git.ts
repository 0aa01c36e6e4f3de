import { spawn } from 'node:child_process';

export interface GitOptions {
  readonly input?: string | Buffer;
  /** Exit codes that are an answer and not a failure. */
  readonly accept?: readonly number[];
  readonly environment?: Readonly<Record<string, string>>;
}

export interface GitResult {
  readonly code: number;
  readonly stdout: Buffer;
}

// Nothing of the machine's own git settings may change an answer.
const ISOLATED = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
  LC_ALL: 'C',
};

/** Runs git in `folder`. Throws with git's own message where the exit code is not accepted. */
export function runGit(folder: string, args: readonly string[], options: GitOptions = {}): Promise<GitResult> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', args, {
      cwd: folder,
      env: { PATH: process.env.PATH, HOME: folder, ...ISOLATED, ...options.environment },
    });
    const output: Buffer[] = [];
    const errors: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      const status = code ?? 128;
      if (status === 0 || options.accept?.includes(status)) resolve({ code: status, stdout: Buffer.concat(output) });
      else
        reject(
          new Error(`git ${args.join(' ')} in ${folder} exited with ${status}: ${Buffer.concat(errors).toString()}`),
        );
    });
    // git may exit before it has read all of its input; its exit code tells.
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input ?? '');
  });
}
