import { existsSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { OperationalError } from '../platform/errors.ts';

/** What `demo/run-demo.ts` takes. */
export interface DemoOptions {
  readonly json: boolean;
  readonly keep: boolean;
  readonly scenario: 'guilty' | 'none';
}

/** Registers `whatchanged demo`: the main job on a local GitHub, without an account of any kind. */
export function registerDemo(program: Command): void {
  program
    .command('demo')
    .description("plays a shop's day on a local GitHub: merges, deploys, an alert, and the issue that names the change")
    .option('--json', 'print one last line of JSON', false)
    .option('--keep', 'leave it running to look around, until Ctrl-C', false)
    .addOption(
      new Option('--scenario <name>', 'guilty: a deploy is to blame; none: no deploy explains it')
        .choices(['guilty', 'none'])
        .default('guilty'),
    )
    .action(async (options: DemoOptions) => {
      const script = new URL('../../demo/run-demo.ts', import.meta.url);
      if (!existsSync(script)) {
        throw new OperationalError(
          'configuration-invalid',
          'The demo runs from a checkout of the repository, with its local GitHub: clone it and run npm ci && npm run demo.',
        );
      }
      const { runDemo } = (await import(script.href)) as { runDemo: (options: DemoOptions) => Promise<void> };
      await runDemo(options);
    });
}
