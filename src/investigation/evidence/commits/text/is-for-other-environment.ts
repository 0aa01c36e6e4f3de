import { readEnvironmentName } from '../../../ledger/environment-name.ts';
import { fileKind } from './file-kind.ts';

// Those of the ledger's names that mean an environment in a path, too: a folder `test` holds tests.
const WELL_KNOWN = 'prod|prd|production|live|stage|stg|staging|dev|development|qa|uat|preview|sandbox';
// `deploy/preview/values.yaml`, `values-staging.yaml`, `config.dev.json`, `env/qa/logs.tf`.
const IN_PATH = new RegExp(`(?:^|[/._-])(${WELL_KNOWN})(?=[/.]|$)`, 'g');
// `eu-production`, `Acme staging`.
const IN_NAME = new RegExp(`(?<![a-z])(${WELL_KNOWN})(?![a-z])`, 'g');

/**
 * Whether a file of configuration is, by its path, for other environments than `environment` alone (production where the
 * incident does not name one): what stands in it does not act where the trouble is. Of an environment whose name holds no
 * well-known one nothing is said.
 */
export function isForOtherEnvironment(path: string, environment = 'production'): boolean {
  if (fileKind(path) !== 'configuration') return false;
  const here = namedIn(environment, IN_NAME);
  const there = namedIn(path, IN_PATH);
  return here.length > 0 && there.length > 0 && !there.some((name) => here.includes(name));
}

function namedIn(text: string, pattern: RegExp): string[] {
  return [...text.toLowerCase().matchAll(pattern)].map(([, name = '']) => readEnvironmentName(name).environment);
}
