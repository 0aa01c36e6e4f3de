import type { Alert } from './alert.ts';
import { alertLabels, NAME_LABELS } from './alert-labels.ts';
import { alsoIn } from './as-one-service.ts';
import { defaultEnvironment, environmentLabel, environmentOf } from './environment-name.ts';
import { homeOfService } from './home-of-service.ts';
import { mappingSuggestion } from './mapping-suggestion.ts';
import { partOfProduction } from './part-of-production.ts';
import { plainName } from './plain-name.ts';
import type { ServiceEntry, ServiceMap } from './service-map.ts';
import type { UnmappedReason } from './unmapped-reason.ts';
import { namesInLabel, withoutExporter } from './workload-labels.ts';

export type MappedAlert =
  | {
      readonly kind: 'mapped';
      readonly service: string;
      readonly environment: string;
      readonly repositoryId: number;
      /** What decided: a configured label set, or a label whose value is the name. */
      readonly by: { readonly how: 'matcher' | 'name'; readonly labels: Readonly<Record<string, string>> };
    }
  | {
      readonly kind: 'unmapped';
      readonly reason: UnmappedReason;
      /** The lines for .github/whatchanged.yml that would map it. */
      readonly suggestion: string;
    };

interface Found {
  readonly entries: readonly ServiceEntry[];
  readonly how: 'matcher' | 'name';
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * Finds the service, environment and repository that an alert is about. Labels only ever select among the services of
 * this map, so an alert cannot reach another installation. A configured label set wins over a name; the larger set wins.
 * Where several repositories have the service, `homeOfService` chooses.
 */
export function mapAlert(alert: Alert, map: ServiceMap): MappedAlert {
  const labels = alertLabels(alert);
  const found = fitting(labels, map);
  if (!found) return unmapped(reasonOf(labels, map), alert, map);
  const entry = homeOfService(oneService(found.entries, labels));
  if (!entry) return unmapped('ambiguous', alert, { services: found.entries });
  const label = environmentLabel(alert.labels);
  const known = [entry, ...alsoIn(map, entry)];
  const placed = known.find(({ environments = {} }) => Object.keys(environments).length > 0) ?? entry;
  const environment = label === undefined ? defaultEnvironment(placed) : environmentOf(placed, label);
  return {
    kind: 'mapped',
    service: entry.service,
    environment: partOfProduction(environment, placed, alert.labels),
    repositoryId: entry.repositoryId,
    by: { how: found.how, labels: found.labels },
  };
}

/** The repositories' entries for the one service that an alert is of: several where more than one repository has it. */
export function entriesOfAlert(alert: Alert, map: ServiceMap): readonly ServiceEntry[] {
  const labels = alertLabels(alert);
  return oneService(fitting(labels, map)?.entries ?? [], labels);
}

function fitting(labels: Readonly<Record<string, string>>, map: ServiceMap): Found | undefined {
  return byMatcher(labels, map) ?? byName(withoutExporter(labels), map);
}

function reasonOf(labels: Readonly<Record<string, string>>, map: ServiceMap): UnmappedReason {
  if (map.services.length === 0) return 'no-service-known';
  return NAME_LABELS.some((name) => Object.hasOwn(labels, name)) ? 'no-service-of-that-name' : 'no-label';
}

function unmapped(reason: UnmappedReason, alert: Alert, map: ServiceMap): MappedAlert {
  return { kind: 'unmapped', reason, suggestion: mappingSuggestion(alert, map) };
}

function byMatcher(labels: Readonly<Record<string, string>>, map: ServiceMap): Found | undefined {
  let best: Found | undefined;
  for (const entry of map.services) {
    for (const matcher of entry.alertMatchers ?? []) {
      const size = Object.keys(matcher).length;
      const bestSize = best ? Object.keys(best.labels).length : 0;
      if (size === 0 || size < bestSize || !matches(matcher, labels)) continue;
      const others = size === bestSize ? (best?.entries ?? []) : [];
      best = { entries: others.includes(entry) ? others : [...others, entry], how: 'matcher', labels: matcher };
    }
  }
  return best;
}

function matches(matcher: Readonly<Record<string, string>>, labels: Readonly<Record<string, string>>): boolean {
  return Object.entries(matcher).every(
    ([name, value]) => Object.hasOwn(labels, name) && (value === '*' || labels[name] === value),
  );
}

function byName(labels: Readonly<Record<string, string>>, map: ServiceMap): Found | undefined {
  for (const name of NAME_LABELS) {
    const value = Object.hasOwn(labels, name) ? labels[name] : undefined;
    if (value === undefined) continue;
    const found = namesInLabel(name, value).map((one) =>
      REPOSITORY_LABELS.has(name) ? inRepository(one, map.services) : named(one, map.services),
    );
    const entries = found.find((some) => some.length > 0);
    if (entries !== undefined) return { entries, how: 'name', labels: { [name]: value } };
  }
  return undefined;
}

const REPOSITORY_LABELS: ReadonlySet<string> = new Set(['repository', 'repo']);

/** Services of that name; else services that are deployed under it; else the services of the repository of that name. */
function named(value: string, services: readonly ServiceEntry[]): readonly ServiceEntry[] {
  const whole = plainName(value);
  const last = plainName(value.slice(value.lastIndexOf('/') + 1));
  if (whole === '') return [];
  const isIt = (name: string) => plainName(name) === whole || plainName(name) === last;
  const byService = services.filter((entry) => isIt(entry.service));
  if (byService.length > 0) return byService;
  const byDeployName = services.filter((entry) => entry.deployedAs?.some(isIt));
  return byDeployName.length > 0 ? byDeployName : inRepository(value, services);
}

/** The services of a repository, by its name or its owner and name. */
function inRepository(value: string, services: readonly ServiceEntry[]): readonly ServiceEntry[] {
  const whole = plainName(value);
  const nameOf = ({ repository }: ServiceEntry) =>
    value.includes('/') ? repository : repository.slice(repository.indexOf('/') + 1);
  return whole === '' ? [] : services.filter((entry) => plainName(nameOf(entry)) === whole);
}

const RANK = { configuration: 2, deploy: 1, 'repository-name': 0 } as const;

/**
 * The entries of the one service that is meant, each of another repository: the repository label decides, then what is
 * configured, then what is deployed. None where services of several names are left.
 */
function oneService(
  entries: readonly ServiceEntry[],
  labels: Readonly<Record<string, string>>,
): readonly ServiceEntry[] {
  const repository = labels.repository ?? labels.repo;
  const there = repository === undefined ? [] : inRepository(repository, entries);
  const rest = there.length > 0 ? there : entries;
  const top = Math.max(...rest.map((entry) => RANK[entry.from]));
  const [first, ...others] = rest.filter((entry) => RANK[entry.from] === top);
  if (first === undefined || others.some((other) => !isOneService(first, other))) return [];
  return rest.filter((entry) => isOneService(first, entry));
}

function isOneService(one: ServiceEntry, other: ServiceEntry): boolean {
  return plainName(one.service) === plainName(other.service);
}
