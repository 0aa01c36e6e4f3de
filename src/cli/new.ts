import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { OperationalError } from '../platform/errors.ts';
import { type CommandOutput, PROCESS_OUTPUT } from './command-output.ts';

/** What `scripts/scaffold.ts` exports: it writes a plug-in into a checkout and gives what to tell about it. */
interface Scaffold {
  readonly scaffold: (root: URL, kind: string, name: string) => readonly string[];
}

const ROOT = new URL('../../', import.meta.url);

/** Adds `whatchanged new KIND NAME`: for contributors, whose templates are in the checkout only. `root` ends with a slash. */
export function registerNew(program: Command, output: CommandOutput = PROCESS_OUTPUT, root: URL = ROOT): void {
  program
    .command('new')
    .description('in a checkout: begins a new alert-source, deploy-source, telemetry-reader or github-event')
    .argument('<kind>', 'what it is')
    .argument('<name>', 'the name of its file, in kebab-case')
    .action(async (kind: string, name: string) => {
      const script = new URL('scripts/scaffold.ts', root);
      if (!existsSync(script)) {
        throw new OperationalError(
          'configuration-invalid',
          'A new plug-in is written into a checkout of the repository, and this is none: clone it, run npm ci, and call npx whatchanged new there.',
        );
      }
      const { scaffold } = (await import(script.href)) as Scaffold;
      for (const line of scaffold(root, kind, name)) output.out(line);
    });
}
