import { types } from 'node:util';
import { OperationalError } from '../platform/errors.ts';

/** What a command throws where a file that it was given cannot be used: `said` names it, the cause tells why. */
export function unusableFile(said: string, cause: unknown, todo: string): OperationalError {
  // Also an error of another realm, as under a test runner, where `instanceof` does not see it.
  const why = types.isNativeError(cause) ? cause.message : String(cause);
  return new OperationalError('configuration-invalid', `${said}: ${why}. ${todo}`, { cause });
}
