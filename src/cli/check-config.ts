import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { parseRepositoryConfiguration } from '../config/parse-repository-configuration.ts';
import type { ConfigurationProblem } from '../config/repository-configuration.ts';

/**
 * Adds `whatchanged check-config [FILE]`: reads a repository's configuration and prints every mistake as
 * `file:line:column problem — hint`. Exits 1 where there is one, or where the file cannot be read.
 */
export function registerCheckConfig(program: Command, print: (text: string) => void = writeOut): void {
  program
    .command('check-config')
    .description('check a .github/whatchanged.yml and tell every mistake at once')
    .argument('[file]', 'the configuration to check', '.github/whatchanged.yml')
    .option('--json', 'print one JSON object')
    .action(async (file: string, options: { readonly json?: boolean }) => {
      const { problems, services } = await check(file);
      if (problems.length > 0) process.exitCode = 1;
      if (options.json) print(`${JSON.stringify({ file, valid: problems.length === 0, problems }, null, 2)}\n`);
      else if (problems.length === 0) print(`${file} is valid: ${services} services\n`);
      else print(problems.map((problem) => `${inWords(file, problem)}\n`).join(''));
    });
}

async function check(
  file: string,
): Promise<{ readonly problems: readonly ConfigurationProblem[]; readonly services: number }> {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file));
  } catch (error) {
    const problem = `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    const hint = 'Give the path of a UTF-8 text file.';
    return { problems: [{ line: 1, column: 1, path: '', problem, hint }], services: 0 };
  }
  const outcome = parseRepositoryConfiguration(text);
  return {
    problems: outcome.kind === 'invalid' ? outcome.problems : [],
    services: outcome.kind === 'valid' ? outcome.configuration.services.length : 0,
  };
}

function inWords(file: string, { line, column, path, problem, hint }: ConfigurationProblem): string {
  return `${file}:${line}:${column} ${path === '' ? '' : `${path}: `}${problem} — ${hint}`;
}

function writeOut(text: string): void {
  process.stdout.write(text);
}
