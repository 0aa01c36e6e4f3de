import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

export interface ActionRun {
  readonly code: number;
  readonly output: string;
}

interface ActionFile {
  readonly inputs: Readonly<Record<string, { readonly default?: string; readonly required?: boolean }>>;
  readonly runs: {
    readonly steps: readonly { readonly run: string; readonly env: Readonly<Record<string, string>> }[];
  };
}

/**
 * Runs the composite action of the repository's root as a runner does: inputs (or their defaults) and `github` put into
 * its variables, and its script given to bash.
 */
export function runAction(
  inputs: Readonly<Record<string, string>>,
  contexts: Readonly<Record<string, string>>,
): Promise<ActionRun> {
  const action = parse(readFileSync(new URL('../../../action.yml', import.meta.url), 'utf8')) as ActionFile;
  const [step] = action.runs.steps;
  if (step === undefined) throw new Error('the action has no step');
  const filled = (text: string): string =>
    text.replace(/\$\{\{\s*([\w.-]+)\s*\}\}/g, (_, name: string) => {
      const input = /^inputs\.(.+)$/.exec(name)?.[1];
      if (input !== undefined) return inputs[input] ?? filled(action.inputs[input]?.default ?? '');
      const value = contexts[name];
      if (value === undefined) throw new Error(`the action asks for ${name}`);
      return value;
    });
  const env = Object.fromEntries(Object.entries(step.env).map(([name, value]) => [name, filled(value)]));
  return new Promise((resolve) => {
    const options = { env: { PATH: process.env.PATH ?? '', ...env } };
    execFile('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run], options, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, output: `${stdout}${stderr}` });
    });
  });
}
