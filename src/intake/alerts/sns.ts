import { createHash } from 'node:crypto';
import type { EpochMs } from '../../investigation/time.ts';
import { jsonOf } from '../../platform/json-of.ts';
import { bearerOrBasic } from '../bearer-or-basic.ts';
import { bodyDedupeKey } from '../body-dedupe-key.ts';
import { misfit } from '../misfit.ts';
import { readAlarmEvent } from './cloudwatch/alarm-event.ts';
import { readAlarmMessage } from './cloudwatch/alarm-message.ts';
import { type AlertReading, defineAlertSource, type EndpointSettings, type IncomingRequest } from './contract.ts';
import { parseEnvelope, SnsEnvelope } from './sns-envelope/envelope.ts';
import { snsSeal } from './sns-envelope/sns-seal.ts';
import { snsHost, topicRegion } from './sns-envelope/topic-arn.ts';

export const sns = defineAlertSource({
  id: 'sns',
  name: 'Amazon CloudWatch alarms through SNS',
  docs: 'https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html',
  setup: `Name the topic in the instance's file, and arm the endpoint for the quarter of an hour in which you subscribe it:
\`\`\`yaml
endpoints:
  - id: ENDPOINT
    source: sns
    installation: 12345678
    secretsFrom: [SNS_ENDPOINT_SECRET]
    topics: ['arn:aws:sns:eu-west-1:123456789012:alarms']
    armedUntil: 2026-11-25T10:15:00Z
\`\`\`
Then subscribe with the secret as the password in the address, raw message delivery off:
\`\`\`sh
aws sns subscribe --protocol https --topic-arn arn:aws:sns:eu-west-1:123456789012:alarms \\
  --notification-endpoint "https://whatchanged:$SNS_ENDPOINT_SECRET@WHATCHANGED/alerts/sns/ENDPOINT"
aws sns set-topic-attributes --topic-arn arn:aws:sns:eu-west-1:123456789012:alarms \\
  --attribute-name SignatureVersion --attribute-value 2
\`\`\`
The subscription is confirmed only for a topic that is listed, while the endpoint is armed, by an address that
whatchanged builds itself; the address in the message is never fetched. Messages of other topics, raw ones and those
older than an hour are refused. Add the topic to the alarm's ALARM **and** OK actions.`,
  keepHeaders: ['x-amz-sns-message-type', 'x-amz-sns-message-id', 'x-amz-sns-topic-arn'],
  authenticate: ({ headers }, { secrets }) => bearerOrBasic(headers.authorization, secrets),
  seal: snsSeal,
  sign: (_body, secret) => ({ authorization: `Basic ${Buffer.from(`whatchanged:${secret}`).toString('base64')}` }),
  dedupeKey,
  read: readSns,
});

/** SNS keeps the id of a message through all its tries. */
function dedupeKey({ body }: IncomingRequest, receivedAt: EpochMs): string {
  const envelope = parseEnvelope(body);
  if (envelope === undefined) return bodyDedupeKey(body, receivedAt);
  return createHash('sha256').update(`${envelope.TopicArn}|${envelope.MessageId}`).digest('hex');
}

function readSns(
  body: unknown,
  _headers: Readonly<Record<string, string>>,
  receivedAt: EpochMs,
  endpoint: EndpointSettings = {},
): AlertReading {
  const parsed = SnsEnvelope.safeParse(body);
  if (!parsed.success) return { kind: 'unmapped', reason: misfit('The SNS message', parsed.error) };
  const envelope = parsed.data;
  if (envelope.Type === 'UnsubscribeConfirmation') {
    return { kind: 'ignored', reason: 'The topic no longer posts here. To take it up again, subscribe it anew.' };
  }
  if (envelope.Type === 'SubscriptionConfirmation') return confirmation(envelope, receivedAt, endpoint);
  const message = jsonOf(envelope.Message);
  if (typeof message !== 'object' || message === null) {
    return { kind: 'unmapped', reason: 'The SNS message is no JSON object, so it is no CloudWatch alarm.' };
  }
  return 'detail-type' in message ? readAlarmEvent('sns', message) : readAlarmMessage('sns', message);
}

/** The address to confirm at, made of checked parts; `SubscribeURL` is not so much as looked at. */
function confirmation(
  { TopicArn, Token }: Extract<SnsEnvelope, { Type: 'SubscriptionConfirmation' }>,
  receivedAt: EpochMs,
  { topics = [], armedUntil = 0 }: EndpointSettings,
): AlertReading {
  const region = topicRegion(TopicArn);
  if (region === undefined || !topics.includes(TopicArn)) {
    return { kind: 'ignored', reason: 'The topic that asks to be confirmed is none of this endpoint.' };
  }
  if (!/^[0-9a-f]{1,1024}$/i.test(Token)) return { kind: 'unmapped', reason: 'The token of the subscription is none.' };
  if (receivedAt >= armedUntil) {
    const reason =
      'The endpoint is not armed: set armedUntil for it to a time soon, and ask for the confirmation again.';
    return { kind: 'ignored', reason };
  }
  const address = new URL(`https://${snsHost(region)}/`);
  address.search = new URLSearchParams({ Action: 'ConfirmSubscription', TopicArn, Token }).toString();
  return { kind: 'confirm', address };
}
