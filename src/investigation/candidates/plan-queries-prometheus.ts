import { conventionalQueries } from '../incident/conventional-queries.ts';
import { promqlLabel } from '../incident/promql-label.ts';
import { promqlWatched } from '../incident/promql-watched.ts';
import { seriesKind } from '../incident/series-kind.ts';
import { WORKLOAD_LABELS } from '../incident/workload-labels.ts';
import type { QueryLanguage, QueryPlanInput, Question } from './query-language.ts';

/** Labels that name a service or where it runs; the first of each kind that the alert has narrows a query. */
const SERVICE_LABELS = ['service', 'service_name', 'app', 'application', 'job'];
const PLACE_LABELS = ['env', 'environment', 'stage', 'deployment_environment_name', 'deployment_environment'];
/** Under which labels a version stands: by hand, and as OpenTelemetry's service.version. */
const VERSION_LABELS = ['version', 'service_version'];
/**
 * Who is measured by OpenTelemetry's semantic conventions (opentelemetry.io/docs/specs/semconv/http/http-metrics, read
 * 2026-11, with the units that its exporters append).
 */
const OPENTELEMETRY = 'http_server_request_duration_seconds_count{http_response_status_code=~"5.."}';
const MOST_CALLS = 50;

/** What is asked of Prometheus and everything that speaks its language. */
export const planPrometheusQueries: QueryLanguage = {
  reader: 'prometheus',
  ofAlert(input) {
    const rule = ruleOf(input);
    const query = rule === undefined ? '' : promqlWatched(rule);
    if (query === '') return [];
    const as = { service: input.service, name: input.alert.title, kind: seriesKind(query) };
    return [{ id: 'alert', query, as, labels: input.alert.labels }];
  },
  ofService(input, service, stepSeconds) {
    const where = labelsOf(input, service);
    if (where === undefined) return [];
    return conventionalQueries(expressionOf(input, where), where, stepSeconds).map(
      ({ kind, query }): Question => ({ id: kind, query, as: { service, kind } }),
    );
  },
  once(input, stepSeconds) {
    return [...byVersion(input, stepSeconds), ...calls(input, stepSeconds)];
  },
};

/**
 * Errors and requests of the service with its versions apart: without the requests nobody knows whether the new version fails more
 * often or only answers more. A series without a version is not wanted.
 */
function byVersion(input: QueryPlanInput, stepSeconds: number): readonly Question[] {
  const where = labelsOf(input, input.service);
  if (where === undefined) return [];
  return conventionalQueries(expressionOf(input, where), where, stepSeconds).flatMap(({ kind, query: all }) => {
    const inner = kind === 'latency' ? undefined : /^sum\((.*)\)$/s.exec(all)?.[1];
    if (inner === undefined) return [];
    const query = VERSION_LABELS.map((label) => `sum by (${label}) (${inner})`).join(' or ');
    return [{ id: `${kind}-by-version`, query, as: { service: input.service, kind }, only: 'version' as const }];
  });
}

/**
 * The calls from and to the service, as the service graphs of Tempo, the collector and Grafana's agent count them
 * (grafana.com/docs/tempo/latest/metrics-from-traces/service_graphs, read 2026-11): topology, and errors by caller.
 */
function calls(input: QueryPlanInput, stepSeconds: number): readonly Question[] {
  const { service } = input;
  const [name] = Object.values(labelsOf(input, service) ?? {});
  if (name === undefined) return [];
  const ends = ['client', 'server'].map((end) => promqlLabel(end, name));
  if (ends.some((end) => end === undefined)) return [];
  const counted = (metric: string) => {
    const parts = ends.map((end) => `increase(${metric}{${end}}[${2 * stepSeconds}s]) / 2`);
    return `topk(${MOST_CALLS}, sum by (client, server) (${parts.join(' or ')}))`;
  };
  return [
    {
      id: 'calls',
      query: counted('traces_service_graph_request_total'),
      as: { service, kind: 'requests' },
      only: 'peer',
    },
    {
      id: 'failed-calls',
      query: counted('traces_service_graph_request_failed_total'),
      as: { service, kind: 'errors' },
      only: 'peer',
    },
  ];
}

/** Alerts of these are written in another language, and so are their rules. */
const OTHER_LANGUAGES = ['datadog', 'sns', 'eventbridge', 'cloudwatch', 'sentry', 'pagerduty'];

/** Only Prometheus and what speaks its language sends PromQL inside an alert. */
function ruleOf({ alert: { source, query }, expression }: QueryPlanInput): string | undefined {
  if (OTHER_LANGUAGES.includes(source)) return undefined;
  return expression ?? (source === 'alertmanager' || source === 'grafana' ? query : undefined);
}

/** What the alert watches tells the names of metrics; without it, `service_name` tells OpenTelemetry. */
function expressionOf(input: QueryPlanInput, where: Readonly<Record<string, string>>): string {
  return ruleOf(input) ?? (Object.hasOwn(where, 'service_name') ? OPENTELEMETRY : '');
}

/** The labels that narrow a metric to a service: the alert's own; for a neighbour its name takes the service's place. */
function labelsOf({ alert, service }: QueryPlanInput, of: string): Readonly<Record<string, string>> | undefined {
  const has = (name: string) => Object.hasOwn(alert.labels, name) && alert.labels[name] !== '';
  const nameLabel = SERVICE_LABELS.find(has);
  // The labels of a workload are those of the cluster's metrics: the service's own have the usual one.
  if (nameLabel === undefined && WORKLOAD_LABELS.some(has)) return { service: of };
  if (nameLabel === undefined) return of === service ? {} : undefined;
  const placeLabel = PLACE_LABELS.find(has);
  return {
    [nameLabel]: of === service ? (alert.labels[nameLabel] ?? of) : of,
    ...(placeLabel ? { [placeLabel]: alert.labels[placeLabel] ?? '' } : {}),
  };
}
