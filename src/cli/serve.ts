import { type Command, Option } from 'commander';
import { loadInstanceConfiguration } from '../config/instance-configuration.ts';
import { instanceSecrets } from '../config/instance-secrets.ts';
import { systemClock } from '../platform/clock.ts';
import { createLog } from '../platform/log.ts';

/** Registers `whatchanged serve`: runs until it is told to stop, then finishes what it has begun. */
export function registerServe(program: Command): void {
  program
    .command('serve')
    .description('runs the program: intake, jobs, or both')
    .addOption(new Option('--role <role>', 'what this process does').choices(['all', 'intake', 'worker']))
    .action(async ({ role }: { role?: 'all' | 'intake' | 'worker' }) => {
      const settings = { ...process.env, ...(role === undefined ? {} : { WHATCHANGED_ROLE: role }) };
      const configuration = loadInstanceConfiguration(settings);
      const log = createLog({ level: configuration.logLevel, secrets: instanceSecrets(configuration) });
      // Loaded only here: the other commands need neither the database nor Probot.
      const { startWhatchanged } = await import('../main.ts');
      const running = await startWhatchanged({ configuration, clock: systemClock, log });
      await new Promise<void>((resolve) => {
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
      });
      log.info('stopping');
      await running.close();
    });
}
