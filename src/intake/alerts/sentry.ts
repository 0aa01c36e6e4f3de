import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type HexSignature, hexSigned, signHex } from '../hex-signature.ts';
import { type AlertReading, defineAlertSource } from './contract.ts';
import { readEventAlert } from './sentry-hook/event-alert.ts';
import { readIssue } from './sentry-hook/issue.ts';
import { readMetricAlert } from './sentry-hook/metric-alert.ts';
import { withoutUserData } from './sentry-hook/without-user-data.ts';

const SCHEME: HexSignature = { header: 'sentry-hook-signature', algorithm: 'sha256', prefix: '' };

export const sentry = defineAlertSource({
  id: 'sentry',
  name: 'Sentry',
  docs: 'https://docs.sentry.io/organization/integrations/integration-platform/webhooks/',
  setup: `Make an *internal integration* under Settings → Custom Integrations with the webhook address
\`https://WHATCHANGED/alerts/sentry/ENDPOINT\`, *Alert Rule Action* switched on, the permission *Issue & Event: Read*, and the
webhook *issue* if new errors shall open incidents too. Put its *client secret* into the endpoint's \`secretsFrom\`. Then
choose the integration as the action of your issue alerts and metric alerts. Sentry gives up on an address that is slow a
thousand times in a day, so nothing is done before the answer. Set \`release\` to the commit in your SDK: a deploy
that came after the release which fails is hardly suspected then. What an event tells of visitors (user, request, cookies, breadcrumbs, variables) is dropped
before it is stored.`,
  keepHeaders: ['request-id', 'sentry-hook-resource', 'sentry-hook-timestamp'],
  authenticate: ({ headers, body }, { secrets }) => hexSigned(SCHEME, headers, body, secrets),
  sign: (body, secret) => signHex(SCHEME, body, secret),
  // The Request-ID is not signed; the bytes are.
  dedupeKey: ({ body }) => createHash('sha256').update(body).digest('hex'),
  keep: withoutUserData,
  read: readSentry,
});

const Data = z.object({ action: z.string(), data: z.record(z.string(), z.unknown()) });
/** The resources that are read, and the key of `data` that each has. */
const READERS: Readonly<Record<string, { readonly key: string; readonly read: (body: unknown) => AlertReading }>> = {
  event_alert: { key: 'event', read: readEventAlert },
  metric_alert: { key: 'metric_alert', read: readMetricAlert },
  issue: { key: 'issue', read: readIssue },
};
const NO_ALERT = new Set(['installation', 'comment', 'seer', 'preprod_artifact']);

/** The header that names the resource is not signed: it is believed only where the body fits it. */
function readSentry(body: unknown, headers: Readonly<Record<string, string>>): AlertReading {
  const named = headers['sentry-hook-resource'];
  if (named !== undefined && NO_ALERT.has(named)) {
    return { kind: 'ignored', reason: 'The hook is about the integration or people, not about an error.' };
  }
  const parsed = Data.safeParse(body);
  if (!parsed.success) return { kind: 'unmapped', reason: 'The body is no Sentry hook: it has no action and data.' };
  const { data } = parsed.data;
  const found = Object.entries(READERS).find(([, { key }]) => Object.hasOwn(data, key));
  if (found === undefined) return { kind: 'unmapped', reason: 'The Sentry hook is of a resource that is not read.' };
  const [resource, { read }] = found;
  if (named !== undefined && named !== resource) {
    return { kind: 'unmapped', reason: 'The Sentry-Hook-Resource header names another resource than the body holds.' };
  }
  return read(body);
}
