import { types } from 'node:util';
import { OperationalError } from '../platform/errors.ts';

/** SQLSTATE classes of a database that cannot work now: connection, login, no such database, resources, intervention. */
const AWAY = /^(08|28|3D|53|57P)/;
/** `query_canceled`: the statement timeout. `read_only_sql_transaction`: a replica, in the middle of a failover. */
const ALSO_AWAY = new Set(['57014', '25006']);
const SOCKET = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH']);
/** What `pg` and `pg-pool` 8 throw without a code. */
const DRIVER =
  /timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error/;
const LOST = new Set(['57P01', '57P02', 'ECONNRESET', 'EPIPE']);
const DISK_FULL = '53100';

/** True for a deadlock or a serialization failure: the same transaction may succeed when run again at once. */
export function isTransactionConflict(error: unknown): boolean {
  const code = codeOf(error);
  return code === '40001' || code === '40P01';
}

/** True where a connection broke that had been good, as all idle ones do when the server restarts: another may do. */
export function connectionWasLost(error: unknown): boolean {
  return LOST.has(codeOf(error)) || (isError(error) && error.message.startsWith('Connection terminated'));
}

/** Turns connection trouble into OperationalError `storage-unavailable` (retryable); gives any other error back as it is. */
export function databaseFailure(error: unknown): unknown {
  if (!isError(error) || error instanceof OperationalError) return error;
  const code = codeOf(error);
  const away =
    AWAY.test(code) ||
    ALSO_AWAY.has(code) ||
    SOCKET.has(code) ||
    isTransactionConflict(error) ||
    DRIVER.test(error.message);
  if (!away) return error;
  const what =
    code === DISK_FULL
      ? 'The disk of the database is full: free some space. Nothing that was stored is lost.'
      : `The database did not do its work (${[code, error.message].filter(Boolean).join(': ')}). Is it running and reachable?`;
  return new OperationalError('storage-unavailable', what, { retryable: true, cause: error });
}

/** Also an error of another realm, as under a test runner, where `instanceof` does not see it. */
function isError(error: unknown): error is Error {
  return error instanceof Error || types.isNativeError(error);
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}
