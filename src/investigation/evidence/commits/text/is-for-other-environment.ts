import { readEnvironmentName } from '../../../ledger/environment-name.ts';

// `deploy/preview/values.yaml`, `values-staging.yaml`, `config.dev.json`, `env/qa/logs.tf`.
const NAMED =
  /(?:^|[/._-])(prod|prd|production|live|stage|stg|staging|dev|development|qa|uat|preview|sandbox)(?=[/.]|$)/g;

/**
 * Whether a file of configuration is, by its path, for other environments than `environment` alone (production where the
 * incident does not name one): what stands in it does not act where the trouble is.
 */
export function isForOtherEnvironment(path: string, environment = 'production'): boolean {
  const named = [...path.toLowerCase().matchAll(NAMED)].map(([, name = '']) => readEnvironmentName(name).environment);
  return named.length > 0 && !named.includes(canonical(environment));
}

/** An environment such as `production-eu` is configured by the files of `production` as well. */
function canonical(environment: string): string {
  const [kind = ''] = environment.trim().split(/[^A-Za-z]/);
  return readEnvironmentName(kind).environment;
}
