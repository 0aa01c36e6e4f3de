import { plainName } from './plain-name.ts';
import type { ServiceEntry } from './service-map.ts';

/** One service as a catalogue knows it. */
export interface CatalogueEntry {
  readonly service: string;
  readonly from: 'backstage' | 'datadog';
  /** The team that owns it, by name. */
  readonly owner?: string;
  readonly dependsOn?: readonly string[];
}

/** A rule of who owns a path. */
export interface OwnedPath {
  readonly glob: string;
  /** Names without @; none where the rule takes the path out. */
  readonly owners: readonly string[];
}

/** What a repository's catalogue files say. */
export interface Catalogue {
  readonly entries: readonly CatalogueEntry[];
  readonly paths: readonly OwnedPath[];
}

/** Who owns a path by the rules; the caller knows how globs are matched. */
type OwnersOf = (path: string, paths: readonly OwnedPath[]) => readonly string[];

/**
 * Adds what catalogues know to the services of one repository: the owner and the calls, where the configuration says
 * none (it wins). Backstage comes before Datadog, and both before the owners of a service's paths.
 */
export function withCatalogue(
  services: readonly ServiceEntry[],
  { entries, paths }: Catalogue,
  ownersOf: OwnersOf,
): readonly ServiceEntry[] {
  return services.map((service) => {
    const names = [service.service, ...(service.deployedAs ?? [])].map(plainName);
    const own = entries.filter((entry) => names.includes(plainName(entry.service)));
    // A repository that is one service and describes one component means the same thing by another name.
    const known = own.length === 0 && services.length === 1 && entries.length === 1 ? entries : own;
    const ranked = known.toSorted((a, b) => Number(a.from === 'datadog') - Number(b.from === 'datadog'));
    const owner =
      service.owner ?? ranked.find((entry) => entry.owner !== undefined)?.owner ?? pathOwner(service, paths, ownersOf);
    const dependsOn = service.dependsOn ?? ranked.find((entry) => entry.dependsOn !== undefined)?.dependsOn;
    return {
      ...service,
      ...(owner === undefined ? {} : { owner }),
      ...(dependsOn === undefined ? {} : { dependsOn }),
    };
  });
}

/** A team rather than a person; the owner of the service's folders, else of everything. */
function pathOwner(service: ServiceEntry, paths: readonly OwnedPath[], ownersOf: OwnersOf): string | undefined {
  for (const glob of service.paths ?? ['**']) {
    const owners = ownersOf(glob.replace(/\*.*$/, 'x'), paths);
    const owner = owners.find((name) => name.includes('/')) ?? owners[0];
    if (owner !== undefined) return owner;
  }
  return undefined;
}
