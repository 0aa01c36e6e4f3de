import type { CaseSeries } from '../../../investigation/case.ts';
import { plainName } from '../../../investigation/incident/plain-name.ts';
import type { TelemetryQuery } from '../contract.ts';
import type { LabelledSeries } from './read-range.ts';

/** The labels in which a vendor tells what a series is of; the first of each that a series carries counts. */
export interface LabelNames {
  readonly service: readonly string[];
  readonly version: readonly string[];
  readonly instance: readonly string[];
  readonly peer: readonly string[];
}

/**
 * An answered series as the case holds it. Its service is the one that was asked about, unless its labels contradict
 * the alert's: then the one that they name. The same labels give the same id in every window.
 */
export function toCaseSeries(
  { labels, points }: LabelledSeries,
  query: TelemetryQuery,
  stepSeconds: number,
  names: LabelNames,
  stamp: 'start' | 'end',
): CaseSeries {
  const version = first(labels, names.version);
  const instance = first(labels, names.instance);
  const peer = first(labels, names.peer);
  return {
    stamp,
    ...(version === undefined ? {} : { version }),
    ...(instance === undefined ? {} : { instance }),
    ...(peer === undefined ? {} : { peer }),
    ...query.as,
    id: Object.keys(labels).length === 0 ? query.id : `${query.id}${selector(labels)}`,
    service: serviceOf(labels, query, names.service),
    stepSeconds,
    points,
  };
}

function serviceOf(
  labels: Readonly<Record<string, string>>,
  { as, labels: alert }: TelemetryQuery,
  names: readonly string[],
): string {
  const named = first(labels, names);
  if (as.service === '') return named ?? '';
  if (alert === undefined || named === undefined || plainName(named) === plainName(as.service)) return as.service;
  const contradicts = Object.entries(labels).some(
    ([name, value]) => Object.hasOwn(alert, name) && alert[name] !== value,
  );
  return contradicts ? named : as.service;
}

function first(labels: Readonly<Record<string, string>>, names: readonly string[]): string | undefined {
  const name = names.find((candidate) => Object.hasOwn(labels, candidate) && labels[candidate] !== '');
  return name === undefined ? undefined : labels[name];
}

/** The labels in a fixed order, so that the same series has the same id in every window. */
function selector(labels: Readonly<Record<string, string>>): string {
  const parts = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${parts.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(',')}}`;
}
