import { createHash } from 'node:crypto';
import { z } from 'zod';
import { bearerOrBasic } from '../bearer-or-basic.ts';
import { bodyDedupeKey } from '../body-dedupe-key.ts';
import { foreignText } from '../foreign-text.ts';
import { misfit } from '../misfit.ts';
import { vendorTime } from '../vendor-time.ts';
import { buildAlert } from './build-alert.ts';
import { type AlertReading, defineAlertSource, type ReadAlert } from './contract.ts';
import { prometheusDuration } from './prometheus-duration.ts';
import { promqlThreshold } from './promql-threshold.ts';
import { releaseLabel } from './release-label.ts';

const Labels = z.record(z.string(), z.string());
const AlertmanagerAlert = z.object({
  status: z.enum(['firing', 'resolved']),
  labels: Labels,
  annotations: Labels.default({}),
  startsAt: z.string(),
  endsAt: z.string().optional(),
  generatorURL: z.string().default(''),
  fingerprint: z.string().optional(),
});
type AlertmanagerAlert = z.infer<typeof AlertmanagerAlert>;
/** Version 4 of the webhook (prometheus.io/docs/alerting/latest/configuration/#webhook_config, read 2026-11). */
const AlertmanagerWebhook = z.object({
  version: z.literal('4'),
  truncatedAlerts: z.int().min(0).default(0),
  alerts: z.array(AlertmanagerAlert),
});

const LONGEST_FINGERPRINT = 100;

export const alertmanager = defineAlertSource({
  id: 'alertmanager',
  name: 'Prometheus Alertmanager',
  docs: 'https://prometheus.io/docs/alerting/latest/configuration/#webhook_config',
  setup: `Add a receiver to \`alertmanager.yml\` and route to it:

\`\`\`yaml
receivers:
  - name: whatchanged
    webhook_configs:
      - url: https://WHATCHANGED/alerts/alertmanager/ENDPOINT
        send_resolved: true
        http_config:
          authorization: { type: Bearer, credentials_file: /etc/alertmanager/whatchanged-secret }
\`\`\`

Basic authentication with the secret as the password works as well. Alertmanager does not say for how long a rule must
hold before it fires: an annotation \`for: 5m\` beside the rule's own \`for\` tells it, and sharpens the onset.`,
  keepHeaders: ['user-agent'],
  authenticate: ({ headers }, { secrets }) => bearerOrBasic(headers.authorization, secrets),
  sign: (_body, secret) => ({ authorization: `Bearer ${secret}` }),
  dedupeKey: ({ body }, receivedAt) => bodyDedupeKey(body, receivedAt),
  read: readAlertmanager,
});

function readAlertmanager(body: unknown): AlertReading {
  const parsed = AlertmanagerWebhook.safeParse(body);
  if (!parsed.success) return { kind: 'unmapped', reason: whyNot(body, parsed.error) };
  const { alerts, truncatedAlerts } = parsed.data;
  if (alerts.length === 0) return { kind: 'ignored', reason: 'The notification holds no alert.' };
  const read = alerts.map((alert) => toAlert(alert, truncatedAlerts));
  const known = read.filter((alert) => alert !== undefined);
  if (known.length < read.length) return { kind: 'unmapped', reason: 'An alert has no startsAt that is a time.' };
  return { kind: 'alerts', alerts: known, truncated: truncatedAlerts };
}

function whyNot(body: unknown, error: z.ZodError): string {
  const version = z.object({ version: z.unknown(), orgId: z.unknown().optional() }).safeParse(body);
  if (!version.success) return 'The body is no Alertmanager notification: it has no version.';
  if (version.data.orgId !== undefined) return 'This is a Grafana notification: post it to /alerts/grafana/ENDPOINT.';
  if (version.data.version !== '4') return 'The version of the notification is not "4", the only one that is read.';
  return misfit('The Alertmanager notification', error);
}

function toAlert(alert: AlertmanagerAlert, truncated: number): ReadAlert | undefined {
  const { status, annotations, labels } = alert;
  const startsAt = vendorTime(alert.startsAt);
  if (startsAt === undefined) return undefined;
  const query = expression(alert.generatorURL);
  const holds = prometheusDuration(annotations.for ?? labels.for ?? '');
  return buildAlert({
    key: `alertmanager:${foreignText(alert.fingerprint ?? fingerprint(labels), LONGEST_FINGERPRINT)}:${startsAt}`,
    source: 'alertmanager',
    status,
    startsAt,
    endsAt: vendorTime(alert.endsAt),
    title: annotations.summary ?? labels.alertname,
    description: annotations.description ?? annotations.message,
    severity: labels.severity ?? labels.priority,
    labels,
    query,
    ...(query === undefined ? {} : promqlThreshold(query)),
    observed: observedValue(annotations.value),
    ...(holds === undefined ? {} : { periodSeconds: holds, periods: 1 }),
    release: releaseLabel(labels),
    url: alert.generatorURL,
    truncated,
  });
}

/** The rule's expression as Prometheus puts it into its link. The address is only read, never called. */
function expression(generatorUrl: string): string | undefined {
  if (!URL.canParse(generatorUrl)) return undefined;
  return new URL(generatorUrl).searchParams.get('g0.expr') || undefined;
}

function observedValue(annotation: string | undefined): number | undefined {
  if (annotation === undefined || annotation.trim() === '') return undefined;
  const value = Number(annotation);
  return Number.isFinite(value) ? value : undefined;
}

/** For senders that leave it out: the labels identify an alert in Alertmanager. */
function fingerprint(labels: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, 16);
}
