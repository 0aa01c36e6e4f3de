import { z } from 'zod';
import { misfit } from '../../misfit.ts';
import { vendorTime } from '../../vendor-time.ts';
import { buildAlert } from '../build-alert.ts';
import type { AlertReading } from '../contract.ts';
import { alarmArn, alarmPage } from './alarm-arn.ts';
import { type AlarmMetric, metricDataQueries, metricLabels } from './alarm-metrics.ts';
import { reasonComparison } from './comparison.ts';
import { reasonData } from './reason-data.ts';
import { reasonPoints } from './reason-points.ts';

const State = z.object({
  value: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']),
  reason: z.string().default(''),
  reasonData: z.string().optional(),
  timestamp: z.string(),
  actionsSuppressedBy: z.string().nullish(),
});
const Metric = z.object({
  id: z.string(),
  expression: z.string().optional(),
  returnData: z.boolean().default(true),
  period: z.number().optional(),
  metricStat: z
    .object({
      metric: z.object({
        namespace: z.string().optional(),
        name: z.string(),
        dimensions: z.record(z.string(), z.string()).default({}),
      }),
      period: z.number(),
      stat: z.string(),
    })
    .optional(),
});
/** docs.aws.amazon.com, "Alarm events and EventBridge" (read 2026-11). */
const AlarmEvent = z.object({
  'detail-type': z.literal('CloudWatch Alarm State Change'),
  account: z.string().optional(),
  region: z.string().optional(),
  resources: z.array(z.string()).min(1),
  detail: z.object({
    alarmName: z.string(),
    configuration: z
      .object({
        description: z.string().nullish(),
        metrics: z.array(Metric).optional(),
        alarmRule: z.string().optional(),
      })
      .default({}),
    previousState: State.partial().optional(),
    state: State,
    alarmTags: z.record(z.string(), z.string()).optional(),
    actionsSuppressedBy: z.string().nullish(),
  }),
});

/**
 * Reads the event of an alarm that changed its state. Its reason data hold the points that were judged and when the
 * first of them began: enough for an onset and a chart without any access to telemetry.
 */
export function readAlarmEvent(source: string, event: unknown): AlertReading {
  const parsed = AlarmEvent.safeParse(event);
  if (!parsed.success) return { kind: 'unmapped', reason: misfit('The alarm event', parsed.error) };
  const { account, region, resources, detail } = parsed.data;
  const { configuration, state, previousState } = detail;
  if (state.value === 'INSUFFICIENT_DATA') {
    return { kind: 'ignored', reason: 'The alarm has too few data to say anything (INSUFFICIENT_DATA).' };
  }
  if (state.actionsSuppressedBy || detail.actionsSuppressedBy) {
    return { kind: 'ignored', reason: 'The actions of this composite alarm are suppressed by another alarm.' };
  }
  const changedAt = vendorTime(state.timestamp);
  if (changedAt === undefined) return { kind: 'unmapped', reason: 'The alarm event has no state.timestamp.' };
  const firing = state.value === 'ALARM';
  const began = !firing && previousState?.value === 'ALARM' ? vendorTime(previousState.timestamp) : undefined;
  const arn = alarmArn(resources[0]);
  const data = reasonData(state.reasonData);
  const metrics = (configuration.metrics ?? []).map(toMetric);
  const points = data.points.length > 0 ? data.points : reasonPoints(state.reason);
  const alert = buildAlert({
    key: `${source}:${resources[0]}`,
    keyOf: 'rule',
    source,
    status: firing ? 'firing' : 'resolved',
    startsAt: began ?? changedAt,
    endsAt: changedAt,
    title: detail.alarmName,
    description: [configuration.description, state.reason, configuration.alarmRule].filter(Boolean).join('\n'),
    labels: {
      alarm_name: detail.alarmName,
      account: arn?.account ?? account,
      region: arn?.region ?? region,
      ...metricLabels(metrics),
      ...(data.triggering.length === 0 ? {} : { triggering_alarms: data.triggering.join(', ') }),
      ...detail.alarmTags,
    },
    query: metricDataQueries(metrics),
    threshold: data.threshold,
    comparison: reasonComparison(state.reason),
    observed: points.at(-1)?.[1],
    periodSeconds: data.period,
    periods: data.periodsBefore(changedAt),
    points,
    release: detail.alarmTags?.version ?? detail.alarmTags?.release,
    url: arn === undefined ? undefined : alarmPage(arn),
  });
  return { kind: 'alerts', alerts: [alert], truncated: 0 };
}

function toMetric({ id, expression, returnData, period, metricStat }: z.infer<typeof Metric>): AlarmMetric {
  return {
    id,
    expression,
    namespace: metricStat?.metric.namespace,
    name: metricStat?.metric.name,
    dimensions: metricStat?.metric.dimensions ?? {},
    period: metricStat?.period ?? period,
    stat: metricStat?.stat,
    returned: returnData,
  };
}
