import { readEnvironmentName } from '../ledger/environment-name.ts';
import type { ServiceEntry } from './service-map.ts';

const LABELS = [
  'env',
  'environment',
  'stage',
  'deployment_environment_name',
  'deployment.environment.name',
  'deployment_environment',
];

const BEFORE_PRODUCTION = /stag|stg|test|dev|qa|preview|sandbox|uat|canary-lab|review|demo/;

/** Alerts, aliases and the ledger's own names are read alike. */
const plainEnvironment = (name: string): string => readEnvironmentName(name).environment;

/** The name under which a service knows an environment: its own key where the name or one of its aliases is meant. */
export function environmentOf(service: Pick<ServiceEntry, 'environments'>, name: string): string {
  const wanted = plainEnvironment(name);
  const known = Object.entries(service.environments ?? {});
  const lower = name.trim().toLowerCase();
  const ways: ((key: string, aliases: readonly string[]) => boolean)[] = [
    (key) => key === name,
    (key, aliases) => [key, ...aliases].some((alias) => alias.toLowerCase() === lower),
    (key) => plainEnvironment(key) === wanted,
    (_key, aliases) => aliases.some((alias) => plainEnvironment(alias) === wanted),
  ];
  for (const way of ways) {
    const found = known.find(([key, entry]) => way(key, entry.aliases ?? []));
    if (found) return found[0];
  }
  return wanted;
}

/** Where an alert without an environment label happened: production, or the only environment that may be it. */
export function defaultEnvironment(service: Pick<ServiceEntry, 'environments'>): string {
  const known = Object.entries(service.environments ?? {});
  const flagged = known.filter(([, entry]) => entry.production === true);
  if (flagged.length === 1 && flagged[0]) return flagged[0][0];
  const production = known.find(([key]) => plainEnvironment(key) === 'production');
  if (production) return production[0];
  const only = known.length === 1 ? known[0]?.[0] : undefined;
  return only !== undefined && !BEFORE_PRODUCTION.test(only.toLowerCase()) ? only : 'production';
}

/** The environment that an alert's labels name, or `undefined` where none does. */
export function environmentLabel(labels: Readonly<Record<string, string>>): string | undefined {
  const label = LABELS.find((name) => Object.hasOwn(labels, name) && labels[name]?.trim());
  return label === undefined ? undefined : labels[label];
}
