import { NAME_LABELS } from './alert-labels.ts';
import type { Incident } from './incident.ts';
import { isCalled } from './is-called.ts';
import { plainName } from './plain-name.ts';
import type { ServiceMap } from './service-map.ts';
import { withoutExporter } from './workload-labels.ts';

/**
 * Reads the names of services that telemetry tells in the words of the incident. What the alert itself calls the service
 * is the incident's (a configured label set says so, or it would not be there); any other name is that of the map's
 * service which is called so, and stays as it is where none is.
 */
export function serviceTold(
  incident: Pick<Incident, 'service'>,
  alertLabels: Readonly<Record<string, string>>,
  { services }: ServiceMap,
): (told: string) => string {
  const labels = withoutExporter(alertLabels);
  const label = NAME_LABELS.find((name) => Object.hasOwn(labels, name) && labels[name] !== '');
  const own = plainName(label === undefined ? incident.service : (labels[label] ?? ''));
  const answers = new Map<string, string>();
  const read = (told: string): string => {
    const called = services.filter((entry) => isCalled(entry, told)).map(({ service }) => service);
    if (called.includes(incident.service)) return incident.service;
    return called[0] ?? (plainName(told) === own ? incident.service : told);
  };
  return (told) => {
    const answer = answers.get(told) ?? read(told);
    answers.set(told, answer);
    return answer;
  };
}
