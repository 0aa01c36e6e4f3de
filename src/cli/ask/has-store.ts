import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { InstanceConfiguration } from '../../config/instance-configuration.ts';

/**
 * Whether there is a store to ask: a database of the operator's own, or one that `whatchanged serve` has made in the data
 * folder. Opening the embedded one would make it, and a command that only asks must not.
 */
export function hasStore({ databaseUrl, dataFolder }: InstanceConfiguration['storage']): boolean {
  return databaseUrl !== undefined || existsSync(join(dataFolder, 'postgres', 'cluster'));
}
