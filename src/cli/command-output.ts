/** Where a command writes, and how it ends: results apart from messages, so that a test (or a pipe) sees only results. */
export interface CommandOutput {
  out(line: string): void;
  error(line: string): void;
  exitCode(code: number): void;
}

/** The process's own streams. */
export const PROCESS_OUTPUT: CommandOutput = {
  out: (line) => {
    process.stdout.write(`${line}\n`);
  },
  error: (line) => {
    process.stderr.write(`${line}\n`);
  },
  exitCode: (code) => {
    process.exitCode = code;
  },
};
