import { z } from 'zod';
import { misfit } from '../../misfit.ts';
import { buildAlert } from '../build-alert.ts';
import type { AlertReading } from '../contract.ts';
import { sentryTime } from './sentry-time.ts';

/** docs.sentry.io, "Metric Alerts" of the integration platform (read 2026-11). */
const MetricAlert = z.object({
  action: z.enum(['critical', 'warning', 'resolved', 'open', 'close']),
  data: z.object({
    description_text: z.string().nullish(),
    description_title: z.string().nullish(),
    web_url: z.string().nullish(),
    metric_alert: z.object({
      id: z.union([z.string().min(1).max(100), z.number()]),
      title: z.string().nullish(),
      date_started: z.string(),
      date_closed: z.string().nullish(),
      projects: z.array(z.string()).default([]),
      alert_rule: z
        .object({
          name: z.string().nullish(),
          aggregate: z.string().nullish(),
          query: z.string().nullish(),
          dataset: z.string().nullish(),
          environment: z.string().nullish(),
          time_window: z.number().nullish(),
          threshold_type: z.number().nullish(),
          triggers: z
            .array(z.object({ label: z.string().nullish(), alert_threshold: z.number().nullish() }))
            .default([]),
        })
        .nullish(),
    }),
  }),
});

/** Reads a metric alert; both of its ends carry the same `date_started`, which with the id makes the key. */
export function readMetricAlert(body: unknown): AlertReading {
  const parsed = MetricAlert.safeParse(body);
  if (!parsed.success) return { kind: 'unmapped', reason: misfit('The Sentry metric alert', parsed.error) };
  const { action, data } = parsed.data;
  const { id, title, date_started, date_closed, projects, alert_rule: rule } = data.metric_alert;
  const startsAt = sentryTime(date_started);
  if (startsAt === undefined)
    return { kind: 'unmapped', reason: 'The metric alert has no date_started that is a time.' };
  const [project] = projects;
  const level = action === 'warning' ? 'warning' : 'critical';
  const trigger = rule?.triggers.find(({ label }) => label === level) ?? rule?.triggers[0];
  const alert = buildAlert({
    key: `sentry:metric:${id}:${startsAt}`,
    source: 'sentry',
    status: action === 'resolved' || action === 'close' ? 'resolved' : 'firing',
    startsAt,
    endsAt: sentryTime(date_closed),
    title: title ?? rule?.name ?? data.description_title ?? undefined,
    description: data.description_text ?? undefined,
    severity: level,
    labels: {
      ...(rule?.name ? { alert_rule: rule.name } : {}),
      ...(projects.length === 1 ? { project, service: project } : {}),
      ...(rule?.environment ? { environment: rule.environment } : {}),
      ...(rule?.dataset ? { dataset: rule.dataset } : {}),
    },
    query: [rule?.aggregate, rule?.query].filter(Boolean).join(' '),
    threshold: trigger?.alert_threshold ?? undefined,
    comparison: rule?.threshold_type === 1 ? 'below' : rule?.threshold_type === 0 ? 'above' : undefined,
    ...(rule?.time_window ? { periodSeconds: rule.time_window * 60, periods: 1 } : {}),
    url: data.web_url ?? undefined,
  });
  return { kind: 'alerts', alerts: [alert], truncated: 0 };
}
