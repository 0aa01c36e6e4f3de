import { readEnvironmentName } from './environment-name.ts';
import type { LedgerDeploy } from './ledger-deploy.ts';

/** `preview` environments come and go with a pull request; `other` is everything lasting that is not production. */
export type EnvironmentClass = 'production' | 'preview' | 'other';

/** Names that a repository's configuration keeps in, or leaves out, whatever they look like. */
export interface ConfiguredEnvironments {
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
}

type Environment = Pick<LedgerDeploy, 'environment' | 'production' | 'transient'>;

const PREVIEW =
  /(?:^|[^\p{L}\p{N}])(?:preview|previews|review|reviews|ephemeral|temp|temporary|pull|deploy-preview)(?:$|[^\p{L}])|(?:^|[^\p{L}\p{N}])(?:pr|mr|pull)[-_/# ]*\d+(?:$|[^\p{N}])/u;

/** What kind of environment this is: what the source itself said first, then its name. */
export function environmentClass({ environment, production, transient }: Environment): EnvironmentClass {
  const name = readEnvironmentName(environment).environment;
  if (transient === true) return 'preview';
  if (production === true || name === 'production') return 'production';
  return PREVIEW.test(name) ? 'preview' : 'other';
}

/**
 * Whether deploys to it count as candidates: everything but previews, unless the configuration says otherwise. A name
 * of the configuration matches without regard to case and aliases; leaving out wins over keeping in.
 */
export function isWatchedEnvironment(environment: Environment, configured: ConfiguredEnvironments = {}): boolean {
  const { environment: own } = readEnvironmentName(environment.environment);
  const names = (list: readonly string[] = []) => list.map((name) => readEnvironmentName(name).environment);
  if (names(configured.exclude).includes(own)) return false;
  if (names(configured.include).includes(own)) return true;
  return environmentClass(environment) !== 'preview';
}
