import type { Alert } from './alert.ts';
import { alertLabels, NAME_LABELS } from './alert-labels.ts';
import { nearestName } from './nearest-name.ts';
import { plainName } from './plain-name.ts';
import type { ServiceMap } from './service-map.ts';
import { withoutExporter } from './workload-labels.ts';

/** What a service of the configuration may be called. */
const SERVICE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

/**
 * The lines for .github/whatchanged.yml that would map an alert: the service it most likely means (or the name that it
 * gives itself), the label that tells it, and in a comment the repository they are for. Foreign values are quoted as JSON, which YAML reads as the same string.
 */
export function mappingSuggestion(alert: Alert, map: ServiceMap): string {
  const labels = withoutExporter(alertLabels(alert));
  const telling = NAME_LABELS.find((name) => Object.hasOwn(labels, name) && labels[name] !== '');
  const label = telling ?? ['alertname', 'title', 'source'].find((name) => labels[name]) ?? 'source';
  const value = labels[label] ?? '';
  const known = [...new Set(map.services.map((entry) => entry.service))].sort();
  const own = known.find((name) => plainName(name) === plainName(value));
  const service = own ?? (telling && nearestName(value, known)) ?? (known.length === 1 ? known[0] : undefined);
  const name = [service, telling ? value.slice(value.lastIndexOf('/') + 1) : undefined, 'my-service'].find(
    (candidate) => candidate !== undefined && SERVICE_NAME.test(candidate),
  );
  const lines = [
    ...whereItGoes(map, name),
    'services:',
    `  ${key(name ?? 'my-service')}:`,
    '    alerts:',
    `      - ${key(label)}: ${JSON.stringify(value)}`,
  ];
  const repository = labels.repository ?? labels.repo;
  if (map.services.length > 1 && repository && label !== 'repository' && label !== 'repo') {
    const repositoryLabel = Object.hasOwn(labels, 'repository') ? 'repository' : 'repo';
    lines.push(`        ${repositoryLabel}: ${JSON.stringify(repository)}`);
  }
  return `${lines.join('\n')}\n`;
}

/** Which repository's file is meant: that of the service, of one of those that have it, else the only one there is. */
function whereItGoes({ services }: ServiceMap, name: string | undefined): readonly string[] {
  const own = services.filter(({ service }) => name !== undefined && plainName(service) === plainName(name));
  const names = [...new Set((own.length > 0 ? own : services).map(({ repository }) => repository))].sort();
  if (names.length === 0) return [];
  const which = own.length > 0 || names.length === 1 ? names.join(' or ') : 'the repository that the service is in';
  return [`# .github/whatchanged.yml of ${which}`];
}

/** Plain words stay plain; what YAML could read as something else than a text is quoted. */
function key(label: string): string {
  const isPlain = /^[a-z][a-z0-9_-]*$/i.test(label) && !/^(null|true|false|yes|no|on|off|y|n)$/i.test(label);
  return isPlain ? label : JSON.stringify(label);
}
