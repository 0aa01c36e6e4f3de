import { createHash } from 'node:crypto';
import { z } from 'zod';
import { jsonOf } from '../../platform/json-of.ts';
import { bodyDedupeKey } from '../body-dedupe-key.ts';
import { misfit } from '../misfit.ts';
import { vendorTime } from '../vendor-time.ts';
import { buildAlert } from './build-alert.ts';
import { type AlertReading, defineAlertSource } from './contract.ts';
import { hmacHex, signedBy } from './signed-by.ts';

const SIGNATURE_HEADER = 'x-pagerduty-signature';
/** While a secret is rotated PagerDuty signs with both. */
const SIGNATURES = /^v1=[0-9a-f]{64}(?:,v1=[0-9a-f]{64}){0,9}$/;

const Named = z.object({ id: z.string().optional(), summary: z.string().optional(), html_url: z.string().nullish() });
const Incident = z.object({
  id: z.string().min(1).max(100),
  html_url: z.string().nullish(),
  number: z.number().nullish(),
  incident_key: z.string().nullish(),
  created_at: z.string(),
  title: z.string().default(''),
  service: Named.nullish(),
  priority: Named.nullish(),
  urgency: z.string().nullish(),
  teams: z.array(Named).default([]),
});
/** PagerDuty's webhooks v3 (developer.pagerduty.com, "Webhooks overview", read 2026-11). */
const Event = z.object({
  event: z.object({
    id: z.string().min(1).max(200),
    event_type: z.string(),
    occurred_at: z.string(),
    data: z.unknown(),
  }),
});

const FIRING: ReadonlySet<string> = new Set(['incident.triggered', 'incident.reopened']);
const RESOLVED = 'incident.resolved';
/** What people do with an incident, and PagerDuty's own test. */
const NO_ALERT =
  /^(pagey\.ping|service\..{1,50}|incident\.(acknowledged|unacknowledged|annotated|delegated|escalated|reassigned|priority_updated|responder\..{1,30}|status_update_published|conference_bridge\.updated|custom_field_values\.updated|incident_type\.changed|service_updated|action_invocation\..{1,30}|workflow\..{1,30}))$/;

export const pagerduty = defineAlertSource({
  id: 'pagerduty',
  name: 'PagerDuty',
  docs: 'https://developer.pagerduty.com/docs/webhooks-overview',
  setup: `Add a *Generic webhook (v3)* under Integrations with the address \`https://WHATCHANGED/alerts/pagerduty/ENDPOINT\`, the
events \`incident.triggered\`, \`incident.reopened\` and \`incident.resolved\`, and the scope of the services that you deploy.
PagerDuty shows its signing secret once: put that into the endpoint's \`secretsFrom\`. While you rotate it, list both.
The service of an incident maps by its name in PagerDuty (label \`service\`). The webhook does not hold the alert behind
the incident: connect the telemetry reader \`pagerduty\` with a read-only key, and it is fetched when the incident is
investigated; without it the report says so under *Not checked*. Connect the alert's own system too where you can.`,
  keepHeaders: ['user-agent', 'x-webhook-id', 'x-webhook-subscription'],
  authenticate({ headers, body }, { secrets }) {
    const given = headers[SIGNATURE_HEADER] ?? '';
    const signatures = SIGNATURES.test(given) ? given.split(',') : [];
    return signedBy(signatures, secrets, (secret) => `v1=${hmacHex(secret, body)}`);
  },
  sign: (body, secret) => ({ [SIGNATURE_HEADER]: `v1=${hmacHex(secret, body)}` }),
  dedupeKey({ body }, receivedAt) {
    const parsed = Event.safeParse(jsonOf(body));
    if (!parsed.success) return bodyDedupeKey(body, receivedAt);
    return createHash('sha256').update(parsed.data.event.id).digest('hex');
  },
  read: readPagerDuty,
});

function readPagerDuty(body: unknown): AlertReading {
  const parsed = Event.safeParse(body);
  if (!parsed.success) return { kind: 'unmapped', reason: misfit('The PagerDuty event', parsed.error) };
  const { event_type: type, occurred_at, data } = parsed.data.event;
  if (NO_ALERT.test(type)) return { kind: 'ignored', reason: 'The event tells no begin and no end of an incident.' };
  if (!FIRING.has(type) && type !== RESOLVED) {
    return { kind: 'unmapped', reason: 'The type of the PagerDuty event is none that is known.' };
  }
  const incident = Incident.safeParse(data);
  if (!incident.success) return { kind: 'unmapped', reason: misfit('The PagerDuty incident', incident.error) };
  const { id, created_at, title, html_url, service, priority, urgency, teams, number, incident_key } = incident.data;
  const occurredAt = vendorTime(occurred_at);
  const startsAt = type === 'incident.reopened' ? occurredAt : vendorTime(created_at);
  if (startsAt === undefined) return { kind: 'unmapped', reason: 'The incident has no start that is a time.' };
  const alert = buildAlert({
    key: `pagerduty:${id}`,
    // An incident that was resolved may be opened again, and its end does not tell which opening it ends.
    keyOf: 'rule',
    source: 'pagerduty',
    status: type === RESOLVED ? 'resolved' : 'firing',
    startsAt,
    endsAt: occurredAt,
    title,
    severity: priority?.summary ?? urgency ?? undefined,
    labels: {
      service: service?.summary,
      pagerduty_service_id: service?.id,
      pagerduty_incident_id: id,
      pagerduty_incident_number: number,
      incident_key,
      urgency,
      team: teams[0]?.summary,
    },
    url: html_url ?? undefined,
  });
  return { kind: 'alerts', alerts: [alert], truncated: 0 };
}
