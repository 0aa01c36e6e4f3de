import { OperationalError } from '../../platform/errors.ts';
import { runProgram } from './run-program.ts';

export interface PostgresUser {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Who runs the embedded PostgreSQL: this user, or, where this is root, the user `postgres`, which is created when it is
 * missing, because PostgreSQL refuses to run as root.
 */
export async function postgresUser(): Promise<PostgresUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const existing = await lookUp();
  if (existing !== undefined) return existing;
  const created = await runProgram('useradd', ['--system', '--user-group', '--no-create-home', 'postgres']).catch(
    (error: Error) => ({ code: -1, output: error.message }),
  );
  const user = await lookUp();
  if (user !== undefined) return user;
  throw new OperationalError(
    'storage-unavailable',
    `PostgreSQL does not run as root, and the user postgres could not be created (${created.output}). Run whatchanged ` +
      'as another user, create that user, or set DATABASE_URL.',
  );
}

async function lookUp(): Promise<PostgresUser | undefined> {
  const [uid, gid] = await Promise.all([runProgram('id', ['-u', 'postgres']), runProgram('id', ['-g', 'postgres'])]);
  const user = { uid: Number(uid.output), gid: Number(gid.output) };
  return uid.code === 0 && gid.code === 0 && user.uid > 0 && user.gid > 0 ? user : undefined;
}
