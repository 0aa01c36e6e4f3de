import { Command, CommanderError } from 'commander';
import { OperationalError } from '../platform/errors.ts';
import { registerAudit } from './audit.ts';
import { registerBacktest } from './backtest.ts';
import { registerChanged } from './changed.ts';
import { registerCheckConfig } from './check-config.ts';
import { registerDemo } from './demo.ts';
import { registerDoctor } from './doctor.ts';
import { EXIT } from './exit.ts';
import { registerExplain } from './explain.ts';
import { registerIncidents } from './incidents.ts';
import { registerInvestigate } from './investigate.ts';
import { registerLive } from './live.ts';
import { registerMigrate } from './migrate.ts';
import { registerNew } from './new.ts';
import { registerReplay } from './replay.ts';
import { registerReplayDeliveries } from './replay-deliveries.ts';
import { registerReportDeploy } from './report-deploy.ts';
import { registerRevertPlan } from './revert-plan.ts';
import { registerScore } from './score.ts';
import { registerServe } from './serve.ts';
import { registerSetup } from './setup.ts';
import { registerSources } from './sources.ts';
import { registerSummary } from './summary.ts';
import { registerSwitch } from './switch.ts';
import { registerWatch } from './watch.ts';

/** Runs the command line. Results go to stdout, everything else to stderr; exit codes are those of `exit.ts`. */
export async function main(argv: readonly string[]): Promise<void> {
  // `whatchanged watch | head` ends when its reader does.
  process.stdout.on('error', (error: NodeJS.ErrnoException) =>
    process.exit(error.code === 'EPIPE' ? EXIT.ok : EXIT.failed),
  );
  const program = new Command('whatchanged')
    .description('What changed? Matches an alert to the commits that went live just before it.')
    .addHelpText('after', EXIT_HELP)
    .exitOverride();
  for (const register of [
    registerServe,
    registerDemo,
    registerSetup,
    registerDoctor,
    registerLive,
    registerChanged,
    registerIncidents,
    registerExplain,
    registerInvestigate,
    registerAudit,
    registerSummary,
    registerWatch,
    registerReplay,
    registerReplayDeliveries,
    registerScore,
    registerBacktest,
    registerRevertPlan,
    registerCheckConfig,
    registerReportDeploy,
    registerSources,
    registerSwitch,
    registerMigrate,
    registerNew,
  ]) {
    register(program);
  }
  try {
    await program.parseAsync([...argv]);
  } catch (error) {
    process.exitCode = told(error);
  }
}

const EXIT_HELP = `
Exit codes: ${EXIT.ok} done; ${EXIT.problems} what was looked at has problems; ${EXIT.usage} the command line or a setting is wrong;
${EXIT.failed} it failed (the message says where and what to do).`;

/** Tells the failure and gives the exit code. */
function told(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (error instanceof OperationalError) {
    process.stderr.write(`${error.message}\n`);
    return error.code === 'configuration-invalid' ? EXIT.usage : EXIT.failed;
  }
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.stderr.write('This is a bug in whatchanged: please report it with the lines above.\n');
  return EXIT.failed;
}
