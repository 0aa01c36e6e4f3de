import { createHash } from 'node:crypto';
import { z } from 'zod';
import { jsonOf } from '../../platform/json-of.ts';
import { bodyDedupeKey } from '../body-dedupe-key.ts';
import { misfit } from '../misfit.ts';
import { readAlarmEvent } from './cloudwatch/alarm-event.ts';
import { type AlertReading, defineAlertSource } from './contract.ts';
import { TOKEN_HEADER, tokenOrBearer } from './token-or-bearer.ts';

const Event = z.object({ id: z.string().max(200), source: z.string(), 'detail-type': z.string() });

export const eventbridge = defineAlertSource({
  id: 'eventbridge',
  name: 'Amazon CloudWatch alarms through EventBridge',
  docs: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html',
  setup: `Make a connection with an API key, an API destination, and a rule that sends alarm changes to it:
\`\`\`sh
aws events create-connection --name whatchanged --authorization-type API_KEY --auth-parameters \\
  "ApiKeyAuthParameters={ApiKeyName=X-Whatchanged-Token,ApiKeyValue=$EVENTBRIDGE_SECRET}"
aws events create-api-destination --name whatchanged --http-method POST --connection-arn "$CONNECTION_ARN" \\
  --invocation-endpoint https://WHATCHANGED/alerts/eventbridge/ENDPOINT
aws events put-rule --name whatchanged-alarms --event-pattern \\
  '{"source":["aws.cloudwatch"],"detail-type":["CloudWatch Alarm State Change"]}'
\`\`\`
Give the target a dead-letter queue: EventBridge drops what it could not deliver within a day. The event holds the points
that the alarm judged, so the onset and a chart need no access to telemetry. With tags propagated (\`alarmTags\`), the
tag \`service\` of an alarm maps it.`,
  keepHeaders: ['user-agent'],
  authenticate: ({ headers }, { secrets }) => tokenOrBearer(headers, secrets),
  sign: (_body, secret) => ({ [TOKEN_HEADER]: secret }),
  dedupeKey({ body }, receivedAt) {
    const event = Event.safeParse(jsonOf(body));
    if (!event.success) return bodyDedupeKey(body, receivedAt);
    return createHash('sha256').update(event.data.id).digest('hex');
  },
  read: readEventBridge,
});

/** Events that say nothing about whether something is wrong. */
const NO_ALERT = new Set(['CloudWatch Alarm Configuration Change', 'CloudWatch Alarm Contributor State Change']);

function readEventBridge(body: unknown): AlertReading {
  const parsed = Event.safeParse(body);
  if (!parsed.success) return { kind: 'unmapped', reason: misfit('The EventBridge event', parsed.error) };
  if (NO_ALERT.has(parsed.data['detail-type'])) {
    return { kind: 'ignored', reason: 'The event tells no change of the state of a whole alarm.' };
  }
  if (parsed.data['detail-type'] !== 'CloudWatch Alarm State Change') {
    return { kind: 'unmapped', reason: 'The event is no "CloudWatch Alarm State Change", the only one that is read.' };
  }
  return readAlarmEvent('eventbridge', body);
}
