import { type InstanceConfiguration, loadInstanceConfiguration } from '../../config/instance-configuration.ts';
import type { Paint } from '../../investigation/report/terminal/paint.ts';
import { type Clock, systemClock } from '../../platform/clock.ts';
import { OperationalError } from '../../platform/errors.ts';
import type { Storage } from '../../storage/contract.ts';
import type { JobRunner } from '../../storage/job-runner.ts';
import { type CommandOutput, PROCESS_OUTPUT } from '../command-output.ts';
import { hasStore } from './has-store.ts';
import { paintFor } from './paint-for.ts';
import { terminalColumns } from './terminal-columns.ts';

/** What a command that asks the store works with; tests pass their own. */
export interface Ask {
  readonly storage: Storage;
  /** What failed for good; absent where only the tables are there. */
  readonly jobs?: Pick<JobRunner, 'dead' | 'retryDead'>;
  readonly clock: Clock;
  /** Every installation that the store or the configuration knows. */
  readonly installations: readonly number[];
  readonly configuration: InstanceConfiguration;
  readonly output: CommandOutput;
  readonly paint: Paint;
  readonly columns: number;
  /** A terminal that can be redrawn, as opposed to a pipe or a file. */
  readonly live: boolean;
  close(): Promise<void>;
}

export type OpenAsk = () => Promise<Ask>;

/**
 * Opens the store of this instance by its configuration; the embedded database is shared with a running server. The
 * commands that ask need no private key, so none is read, and none of them migrates: the server that runs may be older.
 * Throws OperationalError where there is no store yet, and `storage-version` where it is not of this version.
 */
export async function openAsk(environment: Readonly<Record<string, string | undefined>> = process.env): Promise<Ask> {
  const configuration = loadInstanceConfiguration({ ...environment, WHATCHANGED_ROLE: 'intake' });
  if (!hasStore(configuration.storage)) {
    throw new OperationalError(
      'configuration-invalid',
      `There is no store in ${configuration.storage.dataFolder} yet. Run this where the server runs, or set WHATCHANGED_DATA or DATABASE_URL as it has them.`,
    );
  }
  // Loaded only now: the other commands need no database.
  const { openStorage } = await import('../../storage/open-storage.ts');
  const opened = await openStorage({ ...configuration.storage, clock: systemClock, poolSize: 2, mayMigrate: false });
  const { storage } = opened;
  return {
    storage,
    jobs: opened.jobs,
    clock: systemClock,
    installations: await knownInstallations(storage, configuration),
    configuration,
    output: PROCESS_OUTPUT,
    paint: paintFor(process.stdout),
    columns: terminalColumns(process.stdout),
    live: process.stdout.isTTY,
    close: () => opened.close(),
  };
}

/** Runs one question and closes the store whatever came of it. */
export async function asking(open: OpenAsk, question: (ask: Ask) => Promise<void>): Promise<void> {
  const ask = await open();
  try {
    await question(ask);
  } finally {
    await ask.close();
  }
}

/** Also those of the endpoints: an installation whose event was missed is not in the store. */
async function knownInstallations(
  storage: Storage,
  { endpoints, deployEndpoints }: InstanceConfiguration,
): Promise<readonly number[]> {
  const stored = await storage.transaction((tx) => tx.installations.list());
  const removed = new Set(stored.filter((one) => one.removed).map((one) => one.installationId));
  const ids = [...stored, ...endpoints, ...deployEndpoints].map(({ installationId }) => installationId);
  return [...new Set(ids)].filter((id) => !removed.has(id)).sort((one, other) => one - other);
}
