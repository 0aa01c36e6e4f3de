import { z } from 'zod';
import type { AlertBehind } from '../contract.ts';

type Details = Readonly<Record<string, unknown>>;
/** Labels of the incident itself: a sender may not write them. */
const OURS = /^pagerduty_/;

type Inside = Pick<AlertBehind, 'labels' | 'query' | 'source'>;

/** As Alertmanager's template for PagerDuty writes it (prometheus/alertmanager template/default.tmpl, read 2026-11). */
const Alertmanager = z.object({ firing: z.string() });
const LABEL = /^ - (\S{1,200}) = (.{0,1000})$/;
const SOURCE = /^Source: (\S{1,8000})$/m;

/** The message of CloudWatch's alarm as PagerDuty's own integration hands it on. */
const Alarm = z.object({
  AlarmName: z.string(),
  Trigger: z.object({
    MetricName: z.string().optional(),
    Namespace: z.string().optional(),
    Dimensions: z.array(z.object({ name: z.string(), value: z.string() })).optional(),
  }),
});

/** Dimensions whose value is a service's own name, the most telling first. */
const SERVICE_DIMENSIONS = ['service', 'Service', 'ServiceName', 'FunctionName', 'ApiName'];

/** As Datadog's integration writes it: the monitor's query, and the tags of what it watches. */
const Monitor = z.object({ query: z.string(), tags: z.string() });

/**
 * What an alert of PagerDuty tells of the system that sent it: its labels, its query, and the id of the alert source in whose
 * language both are. Of a sender that is not known, every text and number is a label.
 */
export function alertInside(details: Details): Inside {
  return fromAlertmanager(details) ?? fromCloudWatch(details) ?? fromDatadog(details) ?? { labels: plain(details) };
}

function fromAlertmanager(details: Details): Inside | undefined {
  const { data } = Alertmanager.safeParse(details);
  // The labels of the first alert end where its annotations begin.
  const [labelled = ''] = data?.firing.split(/^Annotations:$/m) ?? [];
  const labels = Object.fromEntries(
    labelled.split('\n').flatMap((line) => {
      const [, name = '', value = ''] = LABEL.exec(line) ?? [];
      return name === '' ? [] : [[name, value] as const];
    }),
  );
  if (data === undefined || labels.alertname === undefined) return undefined;
  const source = SOURCE.exec(data.firing)?.[1] ?? '';
  const query = URL.canParse(source) ? new URL(source).searchParams.get('g0.expr') : null;
  return { source: 'alertmanager', labels, ...(query ? { query } : {}) };
}

function fromCloudWatch(details: Details): Inside | undefined {
  const { data } = Alarm.safeParse(details);
  if (data === undefined) return undefined;
  const { AlarmName, Trigger } = data;
  const dimensions = new Map((Trigger.Dimensions ?? []).map(({ name, value }) => [name, value] as const));
  const service = SERVICE_DIMENSIONS.map((name) => dimensions.get(name)).find((value) => value !== undefined);
  return {
    source: 'sns',
    labels: {
      ...Object.fromEntries(dimensions),
      ...(service === undefined ? {} : { service }),
      alarm_name: AlarmName,
      ...(Trigger.Namespace === undefined ? {} : { namespace: Trigger.Namespace }),
      ...(Trigger.MetricName === undefined ? {} : { metric_name: Trigger.MetricName }),
    },
  };
}

function fromDatadog(details: Details): Inside | undefined {
  const { data } = Monitor.safeParse(details);
  if (data === undefined) return undefined;
  const tags = data.tags.split(/[,\s]+/).flatMap((tag) => {
    const colon = tag.indexOf(':');
    return colon > 0 ? [[tag.slice(0, colon), tag.slice(colon + 1)] as const] : [];
  });
  return { source: 'datadog', query: data.query, labels: Object.fromEntries(tags) };
}

function plain(details: Details): Readonly<Record<string, string>> {
  const kept = Object.entries(details).filter(
    ([name, value]) => !OURS.test(name) && ['string', 'number', 'boolean'].includes(typeof value),
  );
  return Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
}
