import { defineTelemetryReader } from './contract.ts';
import { askLoki } from './loki/ask-loki.ts';
import { LokiOptions } from './loki/loki-options.ts';
import { logParameters, readLokiLogs } from './loki/read-loki-logs.ts';
import { matrixAnswer } from './range/matrix-answer.ts';
import { readRange } from './range/read-range.ts';
import { type LabelNames, toCaseSeries } from './range/to-case-series.ts';

const NAMES: LabelNames = {
  service: ['service', 'service_name', 'app', 'job'],
  version: ['version', 'service_version'],
  instance: ['instance', 'pod', 'service_instance_id'],
  peer: ['peer', 'peer_service'],
};
/** Loki's default of `max_entries_limit_per_query`, and of points a series. */
const POINTS_PER_ASK = 10_000;
/** A query that begins with braces, and is nothing but a selector and its pipeline, gives lines. */
const LOG_QUERY = /^\s*\{/;

export const loki = defineTelemetryReader({
  id: 'loki',
  name: 'Grafana Loki',
  docs: 'https://grafana.com/docs/loki/latest/reference/loki-http-api/',
  setup: `Give the address, and credentials where it wants some:

\`\`\`yaml
telemetry:
  - id: logs
    reader: loki
    options:
      url: http://loki:3100
      tenant: shop
\`\`\`

Only \`GET /loki/api/v1/query_range\` is called: a log query (\`{service_name="checkout"} |= "error"\`) gives lines, a metric query
(\`sum(count_over_time(…))\`) gives series.`,
  options: LokiOptions,
  probe: 'vector(1)',
  async read(query, connection) {
    if (LOG_QUERY.test(query.query)) {
      return readLokiLogs(query, connection, await askLoki(connection, logParameters(query)));
    }
    const range = await readRange(query, { pointsPerAsk: POINTS_PER_ASK }, async ({ from, to, stepSeconds }) => {
      const { data, notes } = await askLoki(connection, {
        query: query.query,
        start: String(from / 1_000),
        end: String(to / 1_000),
        step: String(stepSeconds),
      });
      return { series: matrixAnswer(data, 'Loki').series, notes };
    });
    return toCaseSeries(range, query, NAMES, 'end');
  },
});
