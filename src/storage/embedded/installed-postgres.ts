import { randomBytes } from 'node:crypto';
import { chmod, cp, lstat, readdir, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OperationalError } from '../../platform/errors.ts';
import { type PostgresBinaries, postgresBinaries } from './postgres-binaries.ts';
import type { PostgresUser } from './postgres-user.ts';
import { runProgram } from './run-program.ts';

export interface InstalledPostgresOptions {
  /** What came with the program. */
  readonly installed?: PostgresBinaries;
  /** Folders in which a copy may be kept, the best one first. */
  readonly places?: readonly string[];
}

/**
 * `/var/cache` is not cleared while a server runs from it; the temporary folder serves where that one cannot be
 * written.
 */
const PLACES = ['/var/cache', tmpdir()];
const OTHERS_MAY_WRITE = 0o022;

/**
 * The PostgreSQL binaries that npm installed, or, where the user who is to run them cannot reach them (an installation
 * below `/root`), a copy of them in a folder that everybody can read, made once for each version. Throws
 * OperationalError `storage-unavailable`.
 */
export async function installedPostgres(
  user: PostgresUser | undefined,
  { installed = postgresBinaries(), places = PLACES }: InstalledPostgresOptions = {},
): Promise<PostgresBinaries> {
  if (user === undefined || (await canRun(installed, user))) return installed;
  const problems: string[] = [];
  for (const place of places) {
    try {
      const copy = await copyOf(installed, place);
      if (await canRun(copy, user)) return copy;
      problems.push(`${copy.folder} cannot be run by the user postgres`);
    } catch (error) {
      problems.push((error as Error).message);
    }
  }
  throw new OperationalError(
    'storage-unavailable',
    `Started as root, PostgreSQL runs as the user postgres, who cannot reach ${installed.folder}, and no copy could be ` +
      `made (${problems.join('; ')}). Install whatchanged outside /root, start it as another user, or set DATABASE_URL.`,
  );
}

async function canRun({ postgres }: PostgresBinaries, user: PostgresUser): Promise<boolean> {
  const { code } = await runProgram(postgres, ['--version'], user).catch(() => ({ code: -1 }));
  return code === 0;
}

/** The copy in `place`; prepared beside it and moved there in one step, so that nobody ever finds half of it. */
async function copyOf(installed: PostgresBinaries, place: string): Promise<PostgresBinaries> {
  const { version } = JSON.parse(await readFile(join(installed.folder, '..', 'package.json'), 'utf8'));
  const target = join(place, `whatchanged-postgres-${version}`);
  const found = await stateOf(target, installed.folder);
  if (found === 'whole') return postgresBinaries(target);
  if (found === 'damaged') await rm(target, { recursive: true, force: true });
  const preparing = `${target}.new-${randomBytes(6).toString('hex')}`;
  try {
    await cp(installed.folder, preparing, { recursive: true, verbatimSymlinks: true });
    await openToAll(preparing);
    await rename(preparing, target);
  } catch (error) {
    await rm(preparing, { recursive: true, force: true });
    // Another process was faster: its copy is as good.
    if ((await stateOf(target, installed.folder)) !== 'whole') throw error;
  }
  return postgresBinaries(target);
}

/** Whether the copy has every file in its size. Throws where somebody else could have put it there. */
async function stateOf(copy: string, original: string): Promise<'absent' | 'whole' | 'damaged'> {
  const found = await lstat(copy).catch(() => undefined);
  if (found === undefined) return 'absent';
  if (!found.isDirectory() || found.uid !== process.getuid?.() || (found.mode & OTHERS_MAY_WRITE) !== 0) {
    throw new Error(`${copy} is not ours alone: remove it`);
  }
  const [ours, theirs] = await Promise.all([sizes(copy), sizes(original)]);
  return ours.join('\n') === theirs.join('\n') ? 'whole' : 'damaged';
}

async function sizes(folder: string): Promise<readonly string[]> {
  const names = (await readdir(folder, { recursive: true })).sort();
  const entries = await Promise.all(names.map((name) => lstat(join(folder, name))));
  return entries.map((entry, index) => `${names[index]} ${entry.isDirectory() ? 'folder' : entry.size}`);
}

/** Whatever the umask of the installation was: everybody may read, nobody but us may write. */
async function openToAll(folder: string): Promise<void> {
  const names = await readdir(folder, { recursive: true });
  for (const path of [folder, ...names.map((name) => join(folder, name))]) {
    const entry = await lstat(path);
    if (entry.isSymbolicLink()) continue;
    const runs = entry.isDirectory() || (entry.mode & 0o100) !== 0;
    await chmod(path, runs ? 0o755 : 0o644);
  }
}
