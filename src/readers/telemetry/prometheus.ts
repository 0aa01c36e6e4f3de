import type { CaseSeries } from '../../investigation/case.ts';
import { plainName } from '../../investigation/incident/plain-name.ts';
import { defineTelemetryReader, type TelemetryQuery } from './contract.ts';
import { PrometheusOptions } from './prometheus-api.ts';
import { type RangeSeries, readPrometheusRange } from './prometheus-range.ts';
import { readPrometheusRule } from './prometheus-rule.ts';

const SERVICE = ['service', 'service_name', 'job'];
const VERSION = ['version', 'service_version'];
const INSTANCE = ['instance'];
const PEER = ['peer', 'peer_service', 'destination_service_name', 'destination_service'];

export const prometheus = defineTelemetryReader({
  id: 'prometheus',
  name: 'Prometheus',
  docs: 'https://prometheus.io/docs/prometheus/latest/querying/api/',
  setup: `Give the address, and credentials where it wants some:

\`\`\`yaml
telemetry:
  - id: main
    reader: prometheus
    options:
      url: http://prometheus:9090
\`\`\`

Mimir, Cortex, Thanos and VictoriaMetrics answer the same questions (\`tenant\` is sent as X-Scope-OrgID). Only
\`GET /api/v1/query_range\` and \`GET /api/v1/rules\` are called. Prometheus has no rights of its own: on a server that
several teams share, put a proxy that enforces a label in front of it.`,
  options: PrometheusOptions,
  async read(query, connection) {
    const { series, stepSeconds, partial } = await readPrometheusRange(query, connection);
    return {
      series: series.map((answered) => toSeries(answered, query, stepSeconds)),
      partial,
    };
  },
  readRule: readPrometheusRule,
});

function toSeries({ labels, points }: RangeSeries, query: TelemetryQuery, stepSeconds: number): CaseSeries {
  const version = first(labels, VERSION);
  const instance = first(labels, INSTANCE);
  const peer = first(labels, PEER);
  return {
    stamp: 'end',
    ...(version === undefined ? {} : { version }),
    ...(instance === undefined ? {} : { instance }),
    ...(peer === undefined ? {} : { peer }),
    ...query.as,
    id: Object.keys(labels).length === 0 ? query.id : `${query.id}${selector(labels)}`,
    service: serviceOf(labels, query),
    stepSeconds,
    points,
  };
}

/** The service that was asked about, unless the series' labels contradict the alert's: then the one that they name. */
function serviceOf(labels: Readonly<Record<string, string>>, { as, labels: alert }: TelemetryQuery): string {
  const named = first(labels, SERVICE);
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
