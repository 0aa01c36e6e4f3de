import { defineTelemetryReader } from './contract.ts';
import { PrometheusOptions } from './prometheus/ask-prometheus.ts';
import { readPrometheusRange } from './prometheus/read-prometheus-range.ts';
import { readPrometheusRule } from './prometheus/read-prometheus-rule.ts';
import { type LabelNames, toCaseSeries } from './range/to-case-series.ts';

const NAMES: LabelNames = {
  service: ['service', 'service_name', 'job'],
  version: ['version', 'service_version'],
  instance: ['instance', 'service_instance_id'],
  peer: ['peer', 'peer_service', 'destination_service_name', 'destination_service'],
};

/** Alerts of these have no rule in Prometheus. */
const OTHER_SOURCES = ['datadog', 'sns', 'eventbridge', 'sentry', 'pagerduty'];

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

Metrics of OpenTelemetry are known by its conventions (\`service_name\`, \`service_version\`), and service graphs
(\`traces_service_graph_request_total\`) as topology. Mimir, Cortex, Thanos and VictoriaMetrics answer the same questions (\`tenant\` is sent as X-Scope-OrgID). Only
\`GET /api/v1/query_range\` and \`GET /api/v1/rules\` are called. Prometheus has no rights of its own: on a server that
several teams share, put a proxy that enforces a label in front of it.`,
  options: PrometheusOptions,
  probe: 'vector(1)',
  async read(query, connection) {
    return toCaseSeries(await readPrometheusRange(query, connection), query, NAMES, 'end');
  },
  readRule: async (alert, connection) =>
    OTHER_SOURCES.includes(alert.source ?? '') ? undefined : readPrometheusRule(alert, connection),
});
