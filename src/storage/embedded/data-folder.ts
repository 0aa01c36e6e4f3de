import { chmod, mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { OperationalError } from '../../platform/errors.ts';
import type { PostgresUser } from './postgres-user.ts';
import { runProgram } from './run-program.ts';

/** Makes the data folder where it is missing, and sees to it that the server's user can pass through to it. */
export async function openDataFolder(dataFolder: string, user: PostgresUser | undefined): Promise<void> {
  try {
    await mkdir(dataFolder, { recursive: true });
    if (user === undefined) return;
    const { mode } = await stat(dataFolder);
    // Execute without read: others may pass through the folder, and not list it.
    if ((mode & 0o011) !== 0o011) await chmod(dataFolder, mode | 0o011);
  } catch (error) {
    throw new OperationalError(
      'storage-unavailable',
      `The data folder ${dataFolder} cannot be made: ${(error as Error).message}. Set WHATCHANGED_DATA to a folder that ` +
        'this user may write.',
      { cause: error },
    );
  }
  const closed = await closedFolder(dataFolder, user);
  if (closed === undefined) return;
  throw new OperationalError(
    'storage-unavailable',
    `The data folder ${dataFolder} is out of reach: started as root, PostgreSQL runs as the user postgres, who may not ` +
      `pass through ${closed}. Set WHATCHANGED_DATA to a folder elsewhere, such as /var/lib/whatchanged, start ` +
      'whatchanged as another user, or set DATABASE_URL.',
  );
}

/** The outermost folder on the way to this one through which the user may not pass. */
async function closedFolder(folder: string, user: PostgresUser): Promise<string | undefined> {
  const parent = dirname(folder);
  const outer = parent === folder ? undefined : await closedFolder(parent, user);
  if (outer !== undefined) return outer;
  return (await runProgram('test', ['-x', folder], user)).code === 0 ? undefined : folder;
}
