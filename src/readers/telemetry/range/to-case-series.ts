import type { CallEdge, CaseSeries } from '../../../investigation/case.ts';
import { plainName } from '../../../investigation/incident/plain-name.ts';
import type { TelemetryAnswer, TelemetryQuery } from '../contract.ts';
import type { LabelledSeries, RangeAnswer } from './read-range.ts';

/** The labels in which a vendor tells what a series is of; the first of each that a series carries counts. */
export interface LabelNames {
  readonly service: readonly string[];
  readonly version: readonly string[];
  readonly instance: readonly string[];
  readonly peer: readonly string[];
}

/** Labels of series that are measured on a call: who calls, and who answers (service graphs, Istio). */
const ENDS: readonly (readonly [string, string])[] = [
  ['client', 'server'],
  ['source_workload', 'destination_workload'],
  ['source_app', 'destination_app'],
];

/**
 * The answer of a range as the case holds it. The service of a series is the one that was asked about, unless its labels
 * contradict the alert's: then the one that they name. The same labels give the same id in every window. Series that are
 * measured on a call are of its caller and tell an edge of the topology.
 */
export function toCaseSeries(
  { series, stepSeconds, partial }: RangeAnswer,
  query: TelemetryQuery,
  names: LabelNames,
  stamp: 'start' | 'end',
): TelemetryAnswer {
  const edges = series.flatMap(({ labels, points }) => (points.length === 0 ? [] : (edgeOf(labels) ?? [])));
  return {
    series: series
      .map((one) => oneSeries(one, query, stepSeconds, names, stamp))
      .filter((one) => query.only === undefined || one[query.only] !== undefined),
    ...(edges.length === 0 ? {} : { topology: edges }),
    partial,
  };
}

function edgeOf(labels: LabelledSeries['labels']): CallEdge | undefined {
  const named = (name: string) => (Object.hasOwn(labels, name) ? labels[name] : undefined) || undefined;
  for (const [caller, callee] of ENDS) {
    const [from, to] = [named(caller), named(callee)];
    if (from !== undefined && to !== undefined && from !== 'unknown' && to !== 'unknown') return { from, to };
  }
  return undefined;
}

function oneSeries(
  { labels, points }: LabelledSeries,
  query: TelemetryQuery,
  stepSeconds: number,
  names: LabelNames,
  stamp: 'start' | 'end',
): CaseSeries {
  const edge = edgeOf(labels);
  const version = first(labels, names.version);
  const instance = first(labels, names.instance);
  const peer = first(labels, names.peer) ?? edge?.to;
  return {
    stamp,
    ...(version === undefined ? {} : { version }),
    ...(instance === undefined ? {} : { instance }),
    ...(peer === undefined ? {} : { peer }),
    ...query.as,
    id: Object.keys(labels).length === 0 ? query.id : `${query.id}${selector(labels)}`,
    service: edge?.from ?? serviceOf(labels, query, names.service),
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
