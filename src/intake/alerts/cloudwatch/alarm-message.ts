import { z } from 'zod';
import { misfit } from '../../misfit.ts';
import { vendorTime } from '../../vendor-time.ts';
import { buildAlert } from '../build-alert.ts';
import type { AlertReading } from '../contract.ts';
import { alarmArn, alarmPage } from './alarm-arn.ts';
import { type AlarmMetric, metricDataQueries, metricLabels } from './alarm-metrics.ts';
import { comparison } from './comparison.ts';
import { reasonPoints } from './reason-points.ts';

const Dimensions = z
  .array(
    z
      .object({ name: z.string().optional(), Name: z.string().optional(), value: z.string(), Value: z.string() })
      .partial(),
  )
  .default([]);
const Metric = z.object({
  Id: z.string(),
  Expression: z.string().nullish(),
  ReturnData: z.boolean().default(true),
  Period: z.number().nullish(),
  MetricStat: z
    .object({
      Metric: z.object({ MetricName: z.string(), Namespace: z.string().default(''), Dimensions }),
      Period: z.number(),
      Stat: z.string(),
    })
    .nullish(),
});
const Trigger = z.object({
  MetricName: z.string().nullish(),
  Namespace: z.string().nullish(),
  Statistic: z.string().nullish(),
  ExtendedStatistic: z.string().nullish(),
  Dimensions,
  Period: z.number().nullish(),
  EvaluationPeriods: z.number().nullish(),
  DatapointsToAlarm: z.number().nullish(),
  ComparisonOperator: z.string().nullish(),
  Threshold: z.number().nullish(),
  Metrics: z.array(Metric).nullish(),
});
/** What CloudWatch publishes to a topic (docs.aws.amazon.com, "Notifying users on alarm changes", read 2026-11). */
const AlarmMessage = z.object({
  AlarmName: z.string(),
  AlarmDescription: z.string().nullish(),
  AWSAccountId: z.string().optional(),
  NewStateValue: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']),
  NewStateReason: z.string().default(''),
  StateChangeTime: z.string(),
  AlarmArn: z.string().optional(),
  Trigger: Trigger.optional(),
  AlarmRule: z.string().optional(),
  TriggeringChildren: z.array(z.object({ Arn: z.string() })).optional(),
});
type AlarmMessage = z.infer<typeof AlarmMessage>;

/** Reads what CloudWatch publishes to a topic when an alarm changes: plain, composite, metric math or anomaly band. */
export function readAlarmMessage(source: string, message: unknown): AlertReading {
  const parsed = AlarmMessage.safeParse(message);
  if (!parsed.success) return { kind: 'unmapped', reason: misfit('The CloudWatch alarm', parsed.error) };
  const alarm = parsed.data;
  if (alarm.NewStateValue === 'INSUFFICIENT_DATA') {
    return { kind: 'ignored', reason: 'The alarm has too few data to say anything (INSUFFICIENT_DATA).' };
  }
  const changedAt = vendorTime(alarm.StateChangeTime);
  if (changedAt === undefined) return { kind: 'unmapped', reason: 'The alarm has no StateChangeTime that is a time.' };
  const arn = alarmArn(alarm.AlarmArn);
  const status = alarm.NewStateValue === 'ALARM' ? 'firing' : 'resolved';
  const points = reasonPoints(alarm.NewStateReason);
  const trigger = alarm.Trigger;
  const metrics = trigger === undefined ? [] : metricsOf(trigger);
  const alert = buildAlert({
    key: `${source}:${alarm.AlarmArn ?? `${alarm.AWSAccountId ?? ''}:${alarm.AlarmName}`}`,
    keyOf: 'rule',
    source,
    status,
    startsAt: changedAt,
    endsAt: changedAt,
    title: alarm.AlarmName,
    description: [alarm.AlarmDescription, alarm.NewStateReason, alarm.AlarmRule].filter(Boolean).join('\n'),
    labels: {
      alarm_name: alarm.AlarmName,
      ...(arn === undefined ? { account: alarm.AWSAccountId } : { account: arn.account, region: arn.region }),
      ...metricLabels(metrics),
      ...childLabels(alarm),
    },
    query: metricDataQueries(metrics),
    ...(trigger === undefined ? {} : ruleOf(trigger, metrics)),
    observed: points.at(-1)?.[1],
    points,
    url: arn === undefined ? undefined : alarmPage(arn),
  });
  return { kind: 'alerts', alerts: [alert], truncated: 0 };
}

function metricsOf(trigger: z.infer<typeof Trigger>): readonly AlarmMetric[] {
  if (trigger.Metrics) {
    return trigger.Metrics.map(({ Id, Expression, ReturnData, Period, MetricStat }) => ({
      id: Id,
      expression: Expression ?? undefined,
      namespace: MetricStat?.Metric.Namespace,
      name: MetricStat?.Metric.MetricName,
      dimensions: dimensionsOf(MetricStat?.Metric.Dimensions ?? []),
      period: MetricStat?.Period ?? Period ?? undefined,
      stat: MetricStat?.Stat,
      returned: ReturnData,
    }));
  }
  if (!trigger.MetricName) return [];
  return [
    {
      id: 'm1',
      namespace: trigger.Namespace ?? undefined,
      name: trigger.MetricName,
      dimensions: dimensionsOf(trigger.Dimensions),
      period: trigger.Period ?? undefined,
      stat: trigger.ExtendedStatistic ?? trigger.Statistic ?? undefined,
      returned: true,
    },
  ];
}

/** Lower case in plain alarms, upper case in some metric-math ones. */
function dimensionsOf(dimensions: z.infer<typeof Dimensions>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    dimensions.flatMap(({ name, Name = name, value, Value = value }) =>
      Name === undefined || Value === undefined ? [] : [[Name, Value]],
    ),
  );
}

/** The alarm fires once M of N periods breach: at least M of them lie between the onset and the change of state. */
function ruleOf(trigger: z.infer<typeof Trigger>, metrics: readonly AlarmMetric[]) {
  return {
    threshold: trigger.Threshold ?? undefined,
    comparison: comparison(trigger.ComparisonOperator ?? undefined),
    periodSeconds: trigger.Period ?? metrics.find(({ period }) => period !== undefined)?.period,
    periods: trigger.DatapointsToAlarm ?? trigger.EvaluationPeriods ?? undefined,
  };
}

/** A composite alarm watches no metric: the alarms that set it off say more than its rule. */
function childLabels({ TriggeringChildren = [] }: AlarmMessage): Readonly<Record<string, string>> {
  const names = TriggeringChildren.flatMap(({ Arn }) => alarmArn(Arn)?.name ?? []);
  return names.length === 0 ? {} : { triggering_alarms: names.join(', ') };
}
