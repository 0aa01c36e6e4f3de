import type { Command } from 'commander';
import { loadInstanceConfiguration } from '../config/instance-configuration.ts';
import { OperationalError } from '../platform/errors.ts';
import { migrate } from '../storage/migrate.ts';

/** Registers `whatchanged migrate`: brings the tables of DATABASE_URL up to this program. */
export function registerMigrate(program: Command): void {
  program
    .command('migrate')
    .description('brings the database of DATABASE_URL up to this program (the embedded one is migrated by serve)')
    .option('--json', 'print the result as JSON', false)
    .action(async ({ json }: { json: boolean }) => {
      const { databaseUrl } = loadInstanceConfiguration().storage;
      if (databaseUrl === undefined) {
        throw new OperationalError(
          'configuration-invalid',
          'DATABASE_URL is not set: only a database of your own is migrated by hand, the embedded one by serve.',
        );
      }
      const { from, to, applied } = await migrate(databaseUrl);
      const said = applied.length === 0 ? `up to date at ${to}` : `from ${from} to ${to}: ${applied.join(', ')}`;
      process.stdout.write(json ? `${JSON.stringify({ from, to, applied })}\n` : `${said}\n`);
    });
}
