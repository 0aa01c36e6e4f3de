import { AwsOptions, awsSetup } from './aws/aws-options.ts';
import { openAwsClient } from './aws/open-aws-client.ts';
import { readAlarm } from './aws/read-alarm.ts';
import { readMetrics } from './aws/read-metrics.ts';
import { type Connection, defineTelemetryReader } from './contract.ts';
import { type LabelNames, toCaseSeries } from './range/to-case-series.ts';

/** Dimensions of AWS's own metrics, of Application Signals and of OpenTelemetry's exporter, as they are written there. */
const NAMES: LabelNames = {
  service: ['service', 'Service', 'ServiceName', 'service.name', 'FunctionName', 'ApiName', 'TargetGroup'],
  version: ['version', 'Version', 'ExecutedVersion', 'service.version'],
  instance: ['instance', 'InstanceId', 'TaskId', 'PodName', 'AvailabilityZone'],
  peer: ['peer', 'RemoteService'],
};

/** The alert sources whose alerts are CloudWatch's alarms. */
const SOURCES = ['sns', 'eventbridge'];

export const cloudwatch = defineTelemetryReader({
  id: 'cloudwatch',
  name: 'Amazon CloudWatch',
  docs: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html',
  setup: awsSetup(
    'cloudwatch',
    `

A query is a list of MetricDataQueries in AWS's own shape, with metric math and, for another account of the same
monitoring account, its \`AccountId\`. An alarm's own metrics are asked without any configuration.`,
  ),
  options: AwsOptions,
  // One metric that every account has; it is billed as one.
  probe: JSON.stringify([
    {
      Id: 'a',
      MetricStat: { Metric: { Namespace: 'AWS/Usage', MetricName: 'CallCount' }, Stat: 'Sum', Period: 60 },
    },
  ]),
  async read(query, connection) {
    const client = await open(connection);
    return toCaseSeries(await readMetrics(query, client, connection), query, NAMES, 'start');
  },
  readRule: async (alert, connection) =>
    SOURCES.includes(alert.source ?? 'sns') ? readAlarm(alert, await open(connection), connection) : undefined,
});

async function open(connection: Connection<AwsOptions>) {
  const { CloudWatchClient, DeleteAlarmsCommand } = await import('@aws-sdk/client-cloudwatch');
  return openAwsClient(
    {
      service: 'cloudwatch',
      name: 'CloudWatch',
      open: (settings) => new CloudWatchClient(settings),
      probe: (client) =>
        client.send(new DeleteAlarmsCommand({ AlarmNames: [`whatchanged-probe-${crypto.randomUUID()}`] })),
    },
    connection,
  );
}
