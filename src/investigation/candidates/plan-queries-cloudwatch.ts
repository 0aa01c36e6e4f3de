import type { SeriesKind } from '../case.ts';
import { seriesKind } from '../incident/series-kind.ts';
import type { QueryLanguage, QueryPlanInput, Question } from './query-language.ts';

interface Metric {
  readonly id: string;
  readonly kind: SeriesKind;
  readonly name: string;
  readonly stat: string;
}

interface MetricFamily {
  readonly namespace: string;
  /** The dimensions that the alert must tell. */
  readonly dimensions: readonly string[];
  readonly metrics: readonly Metric[];
}

const metric = (id: string, kind: SeriesKind, name: string, stat: string): Metric => ({ id, kind, name, stat });

/**
 * Metrics of AWS's services that say how one is doing, by the dimensions that an alarm on it has (the services' pages of
 * "metrics and dimensions" on docs.aws.amazon.com, read 2026-11). The first family that fits is asked.
 */
const FAMILIES: readonly MetricFamily[] = [
  {
    namespace: 'ApplicationSignals',
    dimensions: ['Environment', 'Service'],
    metrics: [
      metric('errors', 'errors', 'Fault', 'Sum'),
      metric('requests', 'requests', 'Latency', 'SampleCount'),
      metric('latency', 'latency', 'Latency', 'p95'),
    ],
  },
  {
    namespace: 'AWS/Lambda',
    dimensions: ['FunctionName'],
    metrics: [
      metric('errors', 'errors', 'Errors', 'Sum'),
      metric('requests', 'requests', 'Invocations', 'Sum'),
      metric('latency', 'latency', 'Duration', 'p95'),
    ],
  },
  ...[['LoadBalancer', 'TargetGroup'], ['LoadBalancer']].map((dimensions) => ({
    namespace: 'AWS/ApplicationELB',
    dimensions,
    metrics: [
      metric('errors', 'errors', 'HTTPCode_Target_5XX_Count', 'Sum'),
      metric('requests', 'requests', 'RequestCount', 'Sum'),
      metric('latency', 'latency', 'TargetResponseTime', 'p95'),
    ],
  })),
  ...[['ApiName', 'Stage'], ['ApiName']].map((dimensions) => ({
    namespace: 'AWS/ApiGateway',
    dimensions,
    metrics: [
      metric('errors', 'errors', '5XXError', 'Sum'),
      metric('requests', 'requests', 'Count', 'Sum'),
      metric('latency', 'latency', 'Latency', 'p95'),
    ],
  })),
  {
    namespace: 'AWS/States',
    dimensions: ['StateMachineArn'],
    metrics: [
      metric('errors', 'errors', 'ExecutionsFailed', 'Sum'),
      metric('requests', 'requests', 'ExecutionsStarted', 'Sum'),
      metric('latency', 'latency', 'ExecutionTime', 'p95'),
    ],
  },
  {
    namespace: 'AWS/ECS',
    dimensions: ['ClusterName', 'ServiceName'],
    metrics: [
      metric('cpu', 'saturation', 'CPUUtilization', 'Average'),
      metric('memory', 'saturation', 'MemoryUtilization', 'Average'),
    ],
  },
  {
    namespace: 'AWS/RDS',
    dimensions: ['DBInstanceIdentifier'],
    metrics: [
      metric('cpu', 'saturation', 'CPUUtilization', 'Average'),
      metric('connections', 'saturation', 'DatabaseConnections', 'Maximum'),
    ],
  },
  {
    namespace: 'AWS/SQS',
    dimensions: ['QueueName'],
    metrics: [
      metric('requests', 'throughput', 'NumberOfMessagesDeleted', 'Sum'),
      metric('age', 'saturation', 'ApproximateAgeOfOldestMessage', 'Maximum'),
    ],
  },
];

const SIGNALS = FAMILIES[0];
const SOURCES = ['sns', 'eventbridge', 'cloudwatch'];
/** What may stand inside a search expression without a chance to leave its quotes. */
const SEARCHABLE = /^[\w./:@#-]{1,200}$/;
const LAMBDA_VERSIONS = ['FunctionName', 'Resource', 'ExecutedVersion'];
const MINUTE_SECONDS = 60;

/**
 * What is asked of CloudWatch, as MetricDataQueries: what the alarm itself watches, then the metrics of the same thing
 * by the alarm's dimensions; where these tell nothing, and for neighbours, what Application Signals knows by name.
 */
export const planCloudWatchQueries: QueryLanguage = {
  reader: 'cloudwatch',
  // Most metrics have no finer period than a minute.
  step: (seconds) => Math.ceil(seconds / MINUTE_SECONDS) * MINUTE_SECONDS,
  ofAlert({ alert, expression, service }) {
    const query = SOURCES.includes(alert.source) ? (alert.query ?? expression) : undefined;
    if (query === undefined || !query.startsWith('[')) return [];
    const kind = familyKind(alert.labels) ?? seriesKind(alert.labels.metric_name ?? query);
    return [{ id: 'alert', query, as: { service, name: alert.title, kind }, labels: alert.labels }];
  },
  ofService(input, service) {
    const family = service === input.service ? familyOf(input.alert.labels) : undefined;
    if (family !== undefined) return family.metrics.map((one) => exactly(family, one, input));
    return (SIGNALS?.metrics ?? []).flatMap((one) => searched(one, service));
  },
  once({ alert, service }) {
    const name = alert.labels.FunctionName;
    if (name === undefined || !SEARCHABLE.test(name)) return [];
    const byVersion = (kind: 'errors' | 'requests', metricName: string): Question => {
      const search = `SEARCH('{AWS/Lambda,${LAMBDA_VERSIONS.join(',')}} MetricName="${metricName}" FunctionName="${name}"', 'Sum')`;
      const query = JSON.stringify([{ Id: 'versions', Expression: search }]);
      return { id: `${kind}-by-version`, query, as: { service, kind }, only: 'version' };
    };
    return [byVersion('errors', 'Errors'), byVersion('requests', 'Invocations')];
  },
};

function familyOf(labels: Readonly<Record<string, string>>): MetricFamily | undefined {
  const fits = ({ dimensions }: MetricFamily) => dimensions.every((name) => (labels[name] ?? '') !== '');
  return FAMILIES.find((one) => one.namespace === labels.namespace && fits(one)) ?? FAMILIES.find(fits);
}

function familyKind(labels: Readonly<Record<string, string>>): SeriesKind | undefined {
  return familyOf(labels)?.metrics.find(({ name }) => name === labels.metric_name)?.kind;
}

function exactly({ namespace, dimensions }: MetricFamily, one: Metric, { alert, service }: QueryPlanInput): Question {
  const Metric = {
    Namespace: namespace,
    MetricName: one.name,
    Dimensions: dimensions.map((Name) => ({ Name, Value: alert.labels[Name] ?? '' })),
  };
  const query = JSON.stringify([{ Id: 'm1', MetricStat: { Metric, Stat: one.stat } }]);
  return { id: one.id, query, as: { service, kind: one.kind } };
}

function searched(one: Metric, service: string): readonly Question[] {
  if (!SEARCHABLE.test(service)) return [];
  const search = `SEARCH('{ApplicationSignals,Environment,Service} MetricName="${one.name}" Service="${service}"', '${one.stat}')`;
  const query = JSON.stringify([{ Id: 'signals', Expression: search }]);
  return [{ id: one.id, query, as: { service, kind: one.kind } }];
}
