import { TELEMETRY_READERS } from '../readers/telemetry/registry.generated.ts';
import type { InstanceFile } from './instance-file.ts';
import { type InstanceProblem, instanceProblems } from './instance-problem.ts';

/** One connected telemetry system; `options` passed the schema of its reader. */
export interface TelemetryConnection {
  readonly id: string;
  readonly reader: string;
  readonly options: unknown;
  /** The services that it knows; absent means all. */
  readonly services?: readonly string[];
}

/** The telemetry connections of the file and of PROMETHEUS_URL, each checked by its own reader's schema. */
export function telemetryConnections(
  file: InstanceFile,
  prometheusUrl: string | undefined,
): { readonly connections: readonly TelemetryConnection[]; readonly problems: readonly InstanceProblem[] } {
  const problems: InstanceProblem[] = [];
  const wanted = file.telemetry.map((connection, at) => ({ ...connection, place: `telemetry[${at}]` }));
  if (prometheusUrl !== undefined) {
    const options = { url: prometheusUrl };
    wanted.push({ id: 'prometheus', reader: 'prometheus', options, services: undefined, place: 'PROMETHEUS_URL' });
  }
  const connections = wanted.map(({ id, reader: readerId, options, services, place }) => {
    const reader = TELEMETRY_READERS.find((candidate) => candidate.id === readerId);
    if (reader === undefined) {
      const hint = `The readers are: ${TELEMETRY_READERS.map((one) => one.id).join(', ') || 'none'}.`;
      problems.push({ path: `${place}.reader`, problem: 'is no telemetry reader', hint });
    }
    const parsed = reader?.options.safeParse(options);
    if (parsed?.success === false) {
      const hint = `See the options of ${readerId} in docs/reference.`;
      problems.push(...instanceProblems(parsed.error, () => hint, `${place}.options.`));
    }
    if (wanted.filter((other) => other.id === id).length > 1) {
      problems.push({ path: `${place}.id`, problem: 'is used twice', hint: 'Give each an id of its own.' });
    }
    return { id, reader: readerId, options: parsed?.data, ...(services === undefined ? {} : { services }) };
  });
  return { connections, problems };
}
