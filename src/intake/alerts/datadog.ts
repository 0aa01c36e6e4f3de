import { createHash } from 'node:crypto';
import { z } from 'zod';
import { bodyDedupeKey } from '../body-dedupe-key.ts';
import { misfit } from '../misfit.ts';
import { buildAlert } from './build-alert.ts';
import { type AlertReading, defineAlertSource } from './contract.ts';
import { parseBody } from './datadog-webhook/parse-body.ts';
import { templateText } from './datadog-webhook/payload-template.ts';
import { queryThreshold } from './datadog-webhook/query-threshold.ts';
import { moment } from './moment.ts';
import { TOKEN_HEADER, tokenOrBearer } from './token-or-bearer.ts';

/** A variable that Datadog could not fill in stays in the text as it is. */
const UNFILLED = /^\$[A-Z_]+(\[[^\]]*\])?$/;
const Text = z
  .union([z.string(), z.number(), z.null()])
  .optional()
  .transform((value) => {
    // An id of 19 digits without quotes has lost its last ones: as an id it would stand for its neighbours too.
    const lost = typeof value === 'number' && !Number.isSafeInteger(value);
    const text = value === null || value === undefined || lost ? '' : String(value).trim();
    return text === '' || UNFILLED.test(text) ? undefined : text;
  });
const Payload = z.object({
  id: Text,
  alert_id: Text,
  cycle: Text,
  transition: Text,
  status: Text,
  priority: Text,
  title: Text,
  message: Text,
  metric: Text,
  query: Text,
  scope: Text,
  tags: Text,
  service: Text,
  env: Text,
  version: Text,
  host: Text,
  date_ms: Text,
  link: Text,
});
type Payload = z.infer<typeof Payload>;

/** `$ALERT_TRANSITION` (docs.datadoghq.com/integrations/webhooks, read 2026-11); a missing series is trouble if told. */
const FIRING = new Set(['triggered', 're-triggered', 'no data', 're-no data', 'warn', 're-warn', 'renotify']);
const LONGEST_ID = 150;

export const datadog = defineAlertSource({
  id: 'datadog',
  name: 'Datadog monitors',
  docs: 'https://docs.datadoghq.com/integrations/webhooks/',
  setup: `In the Webhooks integration make a hidden custom variable \`WHATCHANGED_TOKEN\` with the endpoint's secret, and a webhook
\`whatchanged\` with the address \`https://WHATCHANGED/alerts/datadog/ENDPOINT\`, the custom headers
\`{"X-Whatchanged-Token": "$WHATCHANGED_TOKEN"}\`, and this payload, which must stay in this order:
\`\`\`
${templateText()}
\`\`\`
Then write \`@webhook-whatchanged\` into the message of your monitors. With unified service tagging the tags \`service\`, \`env\`
and \`version\` map the alert and name the version that was live. Datadog puts texts in as they are, so a title with quotes
breaks the JSON: such a body is read by the order of its fields, and one that cannot be is kept and told as unmapped.`,
  keepHeaders: ['user-agent'],
  authenticate: ({ headers }, { secrets }) => tokenOrBearer(headers, secrets),
  sign: (_body, secret) => ({ [TOKEN_HEADER]: secret }),
  dedupeKey({ headers, body }, receivedAt) {
    const payload = Payload.safeParse(parseBody(body, headers)).data;
    if (payload?.id === undefined) return bodyDedupeKey(body, receivedAt);
    return createHash('sha256').update(`${payload.id}|${payload.transition}`).digest('hex');
  },
  parse: parseBody,
  read: readDatadog,
});

function readDatadog(body: unknown): AlertReading {
  if (typeof body === 'string') {
    return { kind: 'unmapped', reason: 'The body is no JSON, no form, and not our template with stray quotes in it.' };
  }
  const parsed = Payload.safeParse(body);
  if (!parsed.success) return { kind: 'unmapped', reason: misfit('The Datadog payload', parsed.error) };
  const payload = parsed.data;
  const { transition, alert_id: monitor, cycle, title = '' } = payload;
  if (transition === undefined || monitor === undefined) {
    const reason = 'The payload has no alert_id and transition: give the webhook the payload of our reference.';
    return { kind: 'unmapped', reason };
  }
  if (/^\[TEST\]/i.test(title)) return { kind: 'ignored', reason: 'It is a test notification of a monitor.' };
  const word = transition.toLowerCase();
  const status = word === 'recovered' ? 'resolved' : FIRING.has(word) ? 'firing' : undefined;
  if (status === undefined)
    return { kind: 'unmapped', reason: 'The transition of the alert is none that Datadog documents.' };
  const at = moment(payload.date_ms);
  if (at === undefined) return { kind: 'unmapped', reason: 'The payload has no date_ms that is a time.' };
  const alert = buildAlert({
    key: `datadog:${monitor.slice(0, LONGEST_ID)}:${(cycle ?? payload.scope ?? '').slice(0, LONGEST_ID)}`,
    // The cycle links the begin and the end of one alert; without it there is only the monitor and its scope.
    ...(cycle === undefined ? { keyOf: 'rule' as const } : {}),
    source: 'datadog',
    status,
    startsAt: at,
    endsAt: at,
    title: title.replace(/^\[[^\]]{1,30}\]\s*/, ''),
    description: [payload.message, payload.status].filter(Boolean).join('\n'),
    severity: payload.priority ?? (word.endsWith('warn') ? 'warning' : undefined),
    labels: labelsOf(payload),
    query: payload.query,
    ...queryThreshold(payload.query ?? ''),
    release: payload.version,
    url: payload.link,
  });
  return { kind: 'alerts', alerts: [alert], truncated: 0 };
}

/** Datadog's tags are `name:value` with commas between; of a name with several values the first is taken. */
function labelsOf(payload: Payload): Readonly<Record<string, string>> {
  const { service, env, version, host, metric, alert_id: monitor } = payload;
  const tags = `${payload.scope ?? ''},${payload.tags ?? ''}`.split(',').flatMap((tag) => {
    const [, name, value] = /^\s*([^:\s]{1,200}):(.{1,1000})$/.exec(tag.trim()) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  });
  const named = { service, env, version, host, metric, monitor_id: monitor };
  return {
    ...Object.fromEntries([...tags].reverse()),
    ...Object.fromEntries(
      Object.entries(named).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    ),
  };
}
