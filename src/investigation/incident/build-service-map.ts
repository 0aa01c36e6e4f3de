import type { LedgerKey } from '../ledger/deploy-event.ts';
import { environmentOf } from './environment-name.ts';
import { isCalled } from './is-called.ts';
import type { Visibility } from './is-more-visible.ts';
import { plainName } from './plain-name.ts';
import type { CustomEvidence, EnvironmentEntry, ServiceEntry, ServiceMap } from './service-map.ts';

/** A service as a repository's configuration has it. */
export type ConfiguredService = Omit<
  ServiceEntry,
  'repositoryId' | 'repository' | 'visibility' | 'observes' | 'lastDeployAt' | 'from'
>;

/** The services that one repository's .github/whatchanged.yml names. */
export interface ConfiguredServices {
  readonly repositoryId: number;
  readonly services: readonly ConfiguredService[];
  /** Nothing is written there. */
  readonly observes?: true;
  /** Asked about the repository's services, or about the one that an entry names. */
  readonly evidence?: readonly CustomEvidence[];
  /** Deploys any of its services that has no command of its own. */
  readonly redeployCommand?: string;
}

/** A repository of the installation. */
export interface KnownRepository {
  readonly repositoryId: number;
  readonly fullName: string;
  readonly visibility?: Visibility;
}

/**
 * Every service of an installation: those that are configured, those that were deployed, and for a repository that has
 * neither the repository itself. Deployed environments are added to the configured service of the same name. What
 * belongs to a repository that is not listed (removed from the installation) is left out.
 */
export function buildServiceMap(
  configurations: readonly ConfiguredServices[],
  ledgerKeys: readonly LedgerKey[],
  repositories: readonly KnownRepository[],
): ServiceMap {
  const services = repositories.flatMap((repository) => {
    const own = configurations.filter(({ repositoryId }) => repositoryId === repository.repositoryId);
    const ofIt = {
      repositoryId: repository.repositoryId,
      repository: repository.fullName,
      ...(repository.visibility === undefined ? {} : { visibility: repository.visibility }),
      ...(own.some(({ observes }) => observes === true) ? { observes: true as const } : {}),
    };
    const configured = own
      .flatMap((configuration) => configuration.services)
      .map((service): ServiceEntry => ({ ...service, ...ofIt, from: 'configuration' }));
    const keys = ledgerKeys.filter((key) => key.repositoryId === repository.repositoryId);
    const entries = keys.reduce<ServiceEntry[]>((known, key) => withDeployed(known, key, ofIt), configured);
    const name = repository.fullName.slice(repository.fullName.lastIndexOf('/') + 1);
    const evidence = own.flatMap((configuration) => configuration.evidence ?? []);
    const redeploy = own.find(({ redeployCommand }) => redeployCommand !== undefined)?.redeployCommand;
    const shipped = withShipped(entries, keys, name);
    const known = shipped.length > 0 ? shipped : [{ service: name, ...ofIt, from: 'repository-name' as const }];
    return known.map((entry) => ({
      ...(redeploy === undefined ? {} : { redeployCommand: redeploy }),
      ...withEvidence(entry, evidence),
    }));
  });
  return { services };
}

function withEvidence(entry: ServiceEntry, evidence: readonly CustomEvidence[]): ServiceEntry {
  const own = evidence.filter(
    ({ service }) => service === undefined || plainName(service) === plainName(entry.service),
  );
  return own.length === 0 ? entry : { ...entry, evidence: own };
}

function withDeployed(
  entries: readonly ServiceEntry[],
  key: LedgerKey,
  ofIt: Pick<ServiceEntry, 'repositoryId' | 'repository' | 'visibility' | 'observes'>,
): ServiceEntry[] {
  const found = entries.find((entry) => isCalled(entry, key.service));
  if (!found) return [...entries, { service: key.service, ...ofIt, from: 'deploy', environments: one(key) }];
  if (Object.hasOwn(found.environments ?? {}, environmentOf(found, key.environment))) return [...entries];
  const environments = { ...found.environments, ...one(key) };
  return entries.map((entry) => (entry === found ? { ...entry, environments } : entry));
}

/**
 * One deployment for a repository of several services has the repository's name, since nothing names another: it ships
 * every configured service that no deploy is known of, to wherever it went.
 */
function withShipped(
  entries: readonly ServiceEntry[],
  keys: readonly LedgerKey[],
  repositoryName: string,
): readonly ServiceEntry[] {
  const whole = entries.find(({ service, from }) => from === 'deploy' && service === repositoryName);
  if (whole === undefined) return entries;
  return entries.map((entry) => {
    if (entry.from !== 'configuration' || keys.some((key) => isCalled(entry, key.service))) return entry;
    const added = keys.filter(
      ({ service, environment }) =>
        service === whole.service && !Object.hasOwn(entry.environments ?? {}, environmentOf(entry, environment)),
    );
    const environments = Object.assign({}, entry.environments, ...added.map(one));
    return { ...entry, shippedWith: whole.service, environments };
  });
}

function one(key: LedgerKey): Readonly<Record<string, EnvironmentEntry>> {
  return { [key.environment]: {} };
}
