import { z } from 'zod';
import { type EpochMs, MINUTE_MS } from '../../investigation/time.ts';
import { bearerOrBasic } from '../bearer-or-basic.ts';
import { bodyDedupeKey } from '../body-dedupe-key.ts';
import { misfit } from '../misfit.ts';
import { vendorTime } from '../vendor-time.ts';
import { buildAlert } from './build-alert.ts';
import { type AlertReading, defineAlertSource, type IncomingRequest, type ReadAlert } from './contract.ts';
import { prometheusDuration } from './prometheus-duration.ts';
import { releaseLabel } from './release-label.ts';
import { hmacHex, signedBy } from './signed-by.ts';

const SIGNATURE_HEADER = 'x-grafana-alerting-signature';
const TIMESTAMP_HEADER = 'x-grafana-alerting-timestamp';
/** A signed delivery that is older or newer is a replay. */
const WINDOW_MS = 5 * MINUTE_MS;

const Texts = z.record(z.string(), z.string());
const GrafanaAlert = z.object({
  status: z.enum(['firing', 'resolved']),
  labels: Texts.default({}),
  annotations: Texts.default({}),
  startsAt: z.string(),
  endsAt: z.string().optional(),
  generatorURL: z.string().optional(),
  fingerprint: z.string().min(1).max(100),
  dashboardURL: z.string().optional(),
  panelURL: z.string().optional(),
  values: z.record(z.string(), z.number().nullable()).nullish(),
  valueString: z.string().optional(),
});
/** Grafana's webhook notifier (grafana.com/docs, "Configure the webhook notifier for Alerting", read 2026-11). */
const GrafanaWebhook = z.object({
  version: z.literal('1'),
  orgId: z.number(),
  truncatedAlerts: z.int().min(0).default(0),
  alerts: z.array(GrafanaAlert),
});

export const grafana = defineAlertSource({
  id: 'grafana',
  name: 'Grafana Alerting',
  docs: 'https://grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier/',
  setup: `Add a contact point of the type *Webhook* with the address \`https://WHATCHANGED/alerts/grafana/ENDPOINT\`. Under
*HMAC signature* give the endpoint's secret, the header \`X-Grafana-Alerting-Signature\` and the timestamp header
\`X-Grafana-Alerting-Timestamp\`: without the timestamp a captured delivery could be sent again, so it is refused. As code:
\`\`\`yaml
contactPoints:
  - name: whatchanged
    receivers:
      - uid: whatchanged
        type: webhook
        settings:
          url: https://WHATCHANGED/alerts/grafana/ENDPOINT
          hmacConfig:
            secret: $WHATCHANGED_SECRET
            header: X-Grafana-Alerting-Signature
            timestampHeader: X-Grafana-Alerting-Timestamp
\`\`\`
Before Grafana 12 set the authorization header to \`Bearer\` and the secret instead. Leave the payload as it is. Grafana
does not say for how long a rule was pending before it fired: an annotation \`for: 5m\` beside the rule's own pending period
tells it, and sharpens the onset.`,
  keepHeaders: ['user-agent', TIMESTAMP_HEADER],
  authenticate: (request, { secrets }) =>
    [signed(request, secrets), bearerOrBasic(request.headers.authorization, secrets)].includes(true),
  sign(body, secret, now) {
    const timestamp = String(Math.floor(now / 1_000));
    return { [SIGNATURE_HEADER]: hmacHex(secret, `${timestamp}:`, body), [TIMESTAMP_HEADER]: timestamp };
  },
  dedupeKey: ({ body }, receivedAt) => bodyDedupeKey(body, receivedAt),
  read: readGrafana,
});

function signed({ headers, body, now }: IncomingRequest, secrets: readonly string[]): boolean {
  const timestamp = headers[TIMESTAMP_HEADER] ?? '';
  const right = signedBy([headers[SIGNATURE_HEADER] ?? ''], secrets, (secret) =>
    hmacHex(secret, `${timestamp}:`, body),
  );
  return right && isRecent(timestamp, now);
}

function isRecent(timestamp: string, now: EpochMs): boolean {
  return /^\d{1,12}$/.test(timestamp) && Math.abs(Number(timestamp) * 1_000 - now) <= WINDOW_MS;
}

function readGrafana(body: unknown): AlertReading {
  const parsed = GrafanaWebhook.safeParse(body);
  if (!parsed.success) return { kind: 'unmapped', reason: whyNot(body, parsed.error) };
  const { alerts, truncatedAlerts } = parsed.data;
  if (alerts.length === 0) return { kind: 'ignored', reason: 'The notification holds no alert.' };
  const read = alerts.map((alert) => toAlert(alert, truncatedAlerts));
  const known = read.filter((alert) => alert !== undefined);
  if (known.length < read.length) return { kind: 'unmapped', reason: 'An alert has no startsAt that is a time.' };
  return { kind: 'alerts', alerts: known, truncated: truncatedAlerts };
}

function whyNot(body: unknown, error: z.ZodError): string {
  const version = z.object({ version: z.unknown() }).safeParse(body).data?.version;
  if (version === '4') return 'This is an Alertmanager notification: post it to /alerts/alertmanager/ENDPOINT.';
  if (version === undefined)
    return 'The body has no version: it is no Grafana notification, or has a payload of its own.';
  return misfit('The Grafana notification', error);
}

function toAlert(alert: z.infer<typeof GrafanaAlert>, truncated: number): ReadAlert | undefined {
  const { labels, annotations, fingerprint } = alert;
  const startsAt = vendorTime(alert.startsAt);
  if (startsAt === undefined) return undefined;
  const holds = prometheusDuration(annotations.for ?? labels.for ?? '');
  return buildAlert({
    key: `grafana:${fingerprint}:${startsAt}`,
    source: 'grafana',
    status: alert.status,
    startsAt,
    endsAt: vendorTime(alert.endsAt),
    title: annotations.summary ?? labels.alertname,
    description: [annotations.description ?? annotations.message, alert.valueString].filter(Boolean).join('\n'),
    severity: labels.severity ?? labels.priority,
    labels,
    observed: observed(alert.values ?? {}),
    ...(holds === undefined ? {} : { periodSeconds: holds, periods: 1 }),
    release: releaseLabel(labels),
    url: alert.panelURL || alert.dashboardURL || alert.generatorURL,
    truncated,
  });
}

/**
 * The measured value: of the expressions of a rule (usually query A, its reduction B, the condition C) the first that
 * has one, since a condition is always 0 or 1 and comes last.
 */
function observed(values: Readonly<Record<string, number | null>>): number | undefined {
  const [first] = Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
  return first?.[1] ?? undefined;
}
