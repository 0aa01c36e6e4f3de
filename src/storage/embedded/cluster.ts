import { randomBytes } from 'node:crypto';
import { chown, mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OperationalError } from '../../platform/errors.ts';
import { openDataFolder } from './data-folder.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import type { PostgresUser } from './postgres-user.ts';
import { runProgram } from './run-program.ts';

/** A PostgreSQL data folder with the password of its only user. */
export interface Cluster {
  readonly folder: string;
  readonly password: string;
}

const PREPARING = 'postgres.new-';

/**
 * The cluster in `dataFolder/postgres`, created on first use. It is prepared beside its place and moved there in one
 * step, so that a process that dies in between, or a second one at the same time, leaves no half of it.
 */
export async function openCluster(
  dataFolder: string,
  binaries: PostgresBinaries,
  user: PostgresUser | undefined,
): Promise<Cluster> {
  const home = join(dataFolder, 'postgres');
  const folder = join(home, 'cluster');
  await openDataFolder(dataFolder, user);
  if ((await readVersion(folder)) === undefined) await createCluster(dataFolder, home, binaries, user);
  const [version, password] = await Promise.all([readVersion(folder), readFile(join(home, 'password'), 'utf8')]);
  const { output } = await runProgram(binaries.postgres, ['--version'], user);
  const ours = /\d+/.exec(output)?.[0];
  if (version === ours) return { folder, password: password.trim() };
  throw new OperationalError(
    'storage-version',
    `${folder} was written by PostgreSQL ${version}, this program brings PostgreSQL ${ours}. Move the data over with ` +
      `pg_dump of the version that wrote it and psql of the new one, or set DATABASE_URL to a PostgreSQL ${version} on that data.`,
  );
}

async function readVersion(folder: string): Promise<string | undefined> {
  const text = await readFile(join(folder, 'PG_VERSION'), 'utf8').catch(() => undefined);
  return text?.trim();
}

async function createCluster(
  dataFolder: string,
  home: string,
  binaries: PostgresBinaries,
  user: PostgresUser | undefined,
): Promise<void> {
  const preparing = join(dataFolder, `${PREPARING}${process.pid}-${randomBytes(4).toString('hex')}`);
  const cluster = join(preparing, 'cluster');
  try {
    await mkdir(preparing);
    await removeLeftovers(dataFolder);
    // initdb reads the password as the user that it runs as; ours stays with the user that starts whatchanged.
    await writeFile(join(preparing, 'password'), randomBytes(24).toString('base64url'), { mode: 0o600 });
    const secret = `${cluster}.secret`;
    await writeFile(secret, await readFile(join(preparing, 'password')), { mode: 0o600 });
    await mkdir(cluster, { mode: 0o700 });
    if (user !== undefined) {
      await Promise.all([secret, cluster, preparing].map((path) => chown(path, user.uid, user.gid)));
    }
    const { code, output } = await runProgram(
      binaries.initdb,
      [
        `--pgdata=${cluster}`,
        '--username=postgres',
        `--pwfile=${secret}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--data-checksums',
        '--no-instructions',
      ],
      user,
    );
    if (code !== 0) throw new Error(complaints(output));
    await rm(secret);
    await syncFolder(preparing);
    await rename(preparing, home);
    await syncFolder(dataFolder);
  } catch (error) {
    await rm(preparing, { recursive: true, force: true }).catch(() => undefined);
    // Another process was faster: its cluster is as good.
    if ((await readVersion(join(home, 'cluster'))) !== undefined) return;
    throw new OperationalError(
      'storage-unavailable',
      `The database could not be created in ${dataFolder}: ${(error as Error).message}. ${hint(error as Error)}`,
      { cause: error },
    );
  }
}

/** What initdb complains of, without its account of all the rest. */
function complaints(output: string): string {
  const lines = output.split('\n').filter((line) => /error|fatal|could not|cannot|denied/i.test(line));
  return (lines.length === 0 ? output : lines.join('; ')).trim();
}

function hint({ message }: Error): string {
  return /ENOSPC|No space left/.test(message)
    ? 'The disk is full: free some space.'
    : 'Does the folder exist, and may this user write there?';
}

/** What processes left behind that died while they prepared a cluster. */
async function removeLeftovers(dataFolder: string): Promise<void> {
  const names = await readdir(dataFolder).catch(() => [] as string[]);
  for (const name of names.filter((entry) => entry.startsWith(PREPARING))) {
    const pid = Number(/^postgres\.new-(\d+)-/.exec(name)?.[1]);
    try {
      process.kill(pid, 0);
    } catch {
      await rm(join(dataFolder, name), { recursive: true, force: true });
    }
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
