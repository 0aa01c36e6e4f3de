import { defineTelemetryReader } from './contract.ts';
import { DatadogOptions } from './datadog/datadog-options.ts';
import { datadogQuestion } from './datadog/datadog-question.ts';
import { readClassicQuery } from './datadog/read-classic-query.ts';
import { readDatadogEvents } from './datadog/read-datadog-events.ts';
import { readDatadogLogs } from './datadog/read-datadog-logs.ts';
import { readMonitor } from './datadog/read-monitor.ts';
import { readServiceMap } from './datadog/read-service-map.ts';
import { readTimeseries } from './datadog/read-timeseries.ts';
import { type LabelNames, toCaseSeries } from './range/to-case-series.ts';

/** Unified service tagging, and the tags of APM's metrics (docs.datadoghq.com/getting_started/tagging, read 2026-11). */
const NAMES: LabelNames = {
  service: ['service'],
  version: ['version'],
  instance: ['instance', 'pod_name', 'container_id', 'host'],
  peer: ['peer', 'peer.service', 'peer.hostname'],
};

export const datadog = defineTelemetryReader({
  id: 'datadog',
  name: 'Datadog',
  docs: 'https://docs.datadoghq.com/api/latest/',
  setup: `Create a service account, and for it an application key that is scoped to what \`iam/datadog-scopes.json\` lists:

\`\`\`yaml
telemetry:
  - id: datadog
    reader: datadog
    options:
      site: datadoghq.eu
      apiKey: …
      applicationKey: …
\`\`\`

An application key without scopes carries every right of its owner: never use one. A query is a metric query as in a graph
or a monitor: one metric is asked by v2 of the API, an expression with arithmetic or functions around metrics by v1. Or it is
JSON: \`{"queries": …}\` as the timeseries API takes it, \`{"classic": "an expression"}\` for v1, \`{"logs": "a search"}\`, \`{"events": "a search"}\` or
\`{"services": "production"}\` for the service map.`,
  options: DatadogOptions,
  probe: 'avg:system.cpu.user{*}',
  async read(query, connection) {
    const question = datadogQuestion(query.query);
    if ('logs' in question) return readDatadogLogs(question.logs, query, connection);
    if ('events' in question) return readDatadogEvents(question.events, query, connection);
    if ('services' in question) return readServiceMap(question.services, connection);
    if ('classic' in question) {
      return toCaseSeries(await readClassicQuery(question.classic, query, connection), query, NAMES, 'start');
    }
    const { queries, formulas } = question;
    return toCaseSeries(await readTimeseries(queries, formulas, query, connection), query, NAMES, 'start');
  },
  readRule: async (alert, connection) =>
    alert.source === undefined || alert.source === 'datadog' ? readMonitor(alert, connection) : undefined,
});
