import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Alert } from '../../investigation/incident/alert.ts';
import { bearerOrBasic } from '../bearer-or-basic.ts';
import { bodyDedupeKey } from '../body-dedupe-key.ts';
import { foreignText } from '../foreign-text.ts';
import { vendorTime } from '../vendor-time.ts';
import { type AlertReading, defineAlertSource } from './contract.ts';
import { prometheusDuration } from './prometheus-duration.ts';
import { promqlThreshold } from './promql-threshold.ts';

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

const LONGEST_TITLE = 300;
const LONGEST_TEXT = 4_000;
const LONGEST_LABEL = 1_000;
const RELEASE_LABELS = ['version', 'release', 'commit', 'sha', 'image_tag'];

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
  const [issue] = error.issues;
  return `The notification does not fit version 4 at ${issue?.path.map(String).join('.') || 'its top'}.`;
}

function toAlert(alert: AlertmanagerAlert, truncated: number): Alert | undefined {
  const { status, annotations, labels } = alert;
  const startsAt = vendorTime(alert.startsAt);
  if (startsAt === undefined) return undefined;
  const endsAt = status === 'resolved' ? vendorTime(alert.endsAt) : undefined;
  const description = annotations.description ?? annotations.message;
  const severity = labels.severity ?? labels.priority;
  const release = RELEASE_LABELS.map((name) => labels[name]).find((value) => value !== undefined && value !== '');
  const query = expression(alert.generatorURL);
  const holds = prometheusDuration(annotations.for ?? labels.for ?? '');
  const observed = observedValue(annotations.value);
  const url = page(alert.generatorURL);
  return {
    key: `alertmanager:${foreignText(alert.fingerprint ?? fingerprint(labels), LONGEST_TITLE)}:${startsAt}`,
    source: 'alertmanager',
    status,
    startsAt,
    ...(endsAt === undefined ? {} : { endsAt }),
    title: foreignText(annotations.summary ?? labels.alertname ?? 'Alert without a name', LONGEST_TITLE),
    ...(description === undefined ? {} : { description: foreignText(description, LONGEST_TEXT) }),
    ...(severity === undefined ? {} : { severity: foreignText(severity, LONGEST_LABEL) }),
    labels: Object.fromEntries(
      Object.entries(labels).map(([name, value]) => [
        foreignText(name, LONGEST_LABEL),
        foreignText(value, LONGEST_LABEL),
      ]),
    ),
    ...(query === undefined ? {} : { query: foreignText(query, LONGEST_TEXT), ...promqlThreshold(query) }),
    ...(observed === undefined ? {} : { observed }),
    ...(holds === undefined ? {} : { periodSeconds: holds, periods: 1 }),
    ...(release === undefined ? {} : { release: foreignText(release, LONGEST_LABEL) }),
    ...(url === undefined ? {} : { url: foreignText(url, LONGEST_TEXT) }),
    ...(truncated === 0 ? {} : { truncated }),
  };
}

/** The rule's expression as Prometheus puts it into its link. The address is only read, never called. */
function expression(generatorUrl: string): string | undefined {
  if (!URL.canParse(generatorUrl)) return undefined;
  return new URL(generatorUrl).searchParams.get('g0.expr') || undefined;
}

/** A link for people; anything but http and https, such as `javascript:`, is none. */
function page(generatorUrl: string): string | undefined {
  if (!URL.canParse(generatorUrl)) return undefined;
  const { protocol, href } = new URL(generatorUrl);
  return protocol === 'https:' || protocol === 'http:' ? href : undefined;
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
