import { foreignText } from '../../foreign-text.ts';

/** One metric or expression of an alarm, in the words of GetMetricData. */
export interface AlarmMetric {
  readonly id: string;
  readonly expression?: string | undefined;
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly period?: number | undefined;
  readonly stat?: string | undefined;
  readonly returned: boolean;
}

/** Dimensions whose value is a service's own name, the most telling first. */
const SERVICE_DIMENSIONS = ['service', 'Service', 'ServiceName', 'FunctionName', 'StateMachineName', 'ApiName'];
const ENVIRONMENT_DIMENSIONS = ['env', 'environment', 'Environment', 'Stage'];
/** How SNS writes the statistics, and how GetMetricData wants them. */
const STATISTICS: Readonly<Record<string, string | undefined>> = {
  AVERAGE: 'Average',
  SUM: 'Sum',
  MINIMUM: 'Minimum',
  MAXIMUM: 'Maximum',
  SAMPLE_COUNT: 'SampleCount',
  SAMPLECOUNT: 'SampleCount',
};

/** The labels that an alarm's metrics give: namespace, metric, dimensions, and the service that a dimension names. */
export function metricLabels(metrics: readonly AlarmMetric[]): Readonly<Record<string, string>> {
  const measured = metrics.filter(({ name }) => name !== undefined);
  const dimensions = agreed(measured.map((metric) => metric.dimensions));
  const service = SERVICE_DIMENSIONS.map((name) => dimensions[name]).find((value) => value !== undefined);
  const environment = ENVIRONMENT_DIMENSIONS.map((name) => dimensions[name]).find((value) => value !== undefined);
  return {
    ...agreed(measured.map(({ namespace = '', name = '' }) => ({ namespace, metric_name: name }))),
    ...dimensions,
    ...(service === undefined ? {} : { service }),
    ...(environment === undefined ? {} : { environment }),
  };
}

/** What is the same in every record that has it: an alarm over two services names none of them. */
function agreed(records: readonly Readonly<Record<string, string>>[]): Readonly<Record<string, string>> {
  const names = new Set(records.flatMap((record) => Object.keys(record)));
  return Object.fromEntries(
    [...names].flatMap((name) => {
      const values = new Set(records.filter((record) => Object.hasOwn(record, name)).map((record) => record[name]));
      const [value] = values;
      return values.size === 1 && value !== undefined && value !== '' ? [[name, value]] : [];
    }),
  );
}

/** GetMetricData's own rule for an id; events give a plain alarm's only metric a UUID instead. */
const QUERY_ID = /^[a-z]\w{0,254}$/;
const LONGEST_QUERY = 4_000;

/**
 * The alarm's metrics as the MetricDataQueries of GetMetricData, in JSON. Undefined where it watches no metric, or so
 * many that they do not fit whole.
 */
export function metricDataQueries(metrics: readonly AlarmMetric[]): string | undefined {
  if (metrics.length === 0) return undefined;
  const queries = metrics.map(({ id, expression, namespace, name, dimensions, period, stat, returned }, at) => ({
    Id: QUERY_ID.test(id) ? id : `metric${at + 1}`,
    ...(expression === undefined
      ? {
          MetricStat: {
            Metric: {
              Namespace: namespace,
              MetricName: name,
              Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
            },
            Period: period,
            Stat: stat === undefined ? undefined : (STATISTICS[stat] ?? stat),
          },
        }
      : { Expression: expression, ...(period === undefined ? {} : { Period: period }) }),
    ReturnData: returned,
  }));
  const text = JSON.stringify(queries, (_, value) =>
    typeof value === 'string' ? foreignText(value, LONGEST_QUERY) : value,
  );
  return text.length <= LONGEST_QUERY ? text : undefined;
}
