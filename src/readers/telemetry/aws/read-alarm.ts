import type { CloudWatchClient, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { AlertIdentity, AlertRule, Connection } from '../contract.ts';
import { askAws } from './aws-failure.ts';
import type { AwsOptions } from './aws-options.ts';

/** What an alarm of that name watches, as MetricDataQueries, and how long it must hold before it fires. */
export async function readAlarm(
  { name }: AlertIdentity,
  client: CloudWatchClient,
  { options, signal }: Connection<AwsOptions>,
): Promise<AlertRule | undefined> {
  const { DescribeAlarmsCommand } = await import('@aws-sdk/client-cloudwatch');
  const command = new DescribeAlarmsCommand({ AlarmNames: [name], AlarmTypes: ['MetricAlarm'] });
  const answer = await askAws(options, 'CloudWatch', signal, () => client.send(command, { abortSignal: signal }));
  const alarm = answer.MetricAlarms?.find(({ AlarmName }) => AlarmName === name);
  if (alarm === undefined) return undefined;
  const period =
    alarm.Period ?? Math.max(60, ...(alarm.Metrics ?? []).map((one) => one.MetricStat?.Period ?? one.Period ?? 0));
  return {
    query: JSON.stringify(watched(alarm)),
    // The last period has to be over too before the alarm can tell.
    forSeconds: period * (alarm.DatapointsToAlarm ?? alarm.EvaluationPeriods ?? 1),
    intervalSeconds: period,
  };
}

function watched({ Metrics, Namespace, MetricName, Dimensions, Statistic, ExtendedStatistic }: MetricAlarm): unknown {
  if (Metrics !== undefined && Metrics.length > 0) return Metrics;
  const Metric = { Namespace, MetricName, Dimensions };
  return [{ Id: 'm1', MetricStat: { Metric, Stat: ExtendedStatistic ?? Statistic ?? 'Average' } }];
}
