import { createHash } from 'node:crypto';
import { bodyDedupeKey } from '../body-dedupe-key.ts';
import { signStandardWebhook, standardWebhook } from '../standard-webhooks.ts';
import { AlertMap } from './alert-map.ts';
import { defineAlertSource } from './contract.ts';
import { readMapped } from './read-mapped.ts';
import { tokenOrBearer } from './token-or-bearer.ts';

/** The shape that is read where an endpoint has no map of its own. */
const PLAIN = AlertMap.parse({
  key: '$.key',
  title: '$.title',
  status: '$.status',
  firing: ['firing', 'triggered', 'open', 'alert', 'alarm', 'problem', 'critical', 'warning'],
  resolved: ['resolved', 'ok', 'closed', 'recovered'],
  startsAt: '$.startsAt',
  endsAt: '$.endsAt',
  description: '$.description',
  severity: '$.severity',
  url: '$.url',
  query: '$.query',
  threshold: '$.threshold',
  observed: '$.observed',
  release: '$.release',
  labels: { service: '$.service', env: '$.env' },
  allLabels: '$.labels',
});

export const generic = defineAlertSource({
  id: 'generic',
  name: 'Any sender of JSON',
  docs: 'https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md',
  setup: `Post to \`https://WHATCHANGED/alerts/generic/ENDPOINT\`, signed as Standard Webhooks has it (\`webhook-id\`,
\`webhook-timestamp\`, \`webhook-signature\`) or with the secret as a bearer token or in \`X-Whatchanged-Token\`. The plain shape:
\`\`\`json
{ "key": "checkout-5xx-1764066911", "title": "5xx of checkout", "status": "firing", "startsAt": "2026-11-25T10:35:11Z",
  "service": "checkout", "env": "production", "severity": "critical", "url": "https://example.com/alerts/1",
  "threshold": 0.05, "observed": 0.13, "release": "9f2c1e7", "labels": { "team": "payments" } }
\`\`\`
A sender that asks first (CloudEvents' \`OPTIONS\` with \`WebHook-Request-Origin\`) is allowed up to 600 deliveries a minute, at
an endpoint that exists; its callback is never called, and each delivery still needs the secret.
\`key\` is the same from the beginning to the end of one alert; \`status\` becomes \`resolved\`, with \`endsAt\`. For a sender with a
shape of its own, say in the instance's file where the fields lie, one JSONPath (RFC 9535) each:
\`\`\`yaml
endpoints:
  - id: ENDPOINT
    source: generic
    installation: 12345678
    secretsFrom: [ENDPOINT_SECRET]
    map:
      alerts: '$.events[*]'
      key: '$.id'
      title: '$.rule.name'
      status: '$.state'
      firing: [alerting]
      resolved: [normal]
      startsAt: '$.opened_at'
      labels: { service: '$.tags.service', env: '$.tags.env' }
\`\`\``,
  handshake: true,
  keepHeaders: ['user-agent', 'webhook-id', 'webhook-timestamp'],
  authenticate: ({ headers, body, now }, { secrets }) =>
    [standardWebhook(headers, body, secrets, now), tokenOrBearer(headers, secrets)].includes(true),
  sign: (body, secret, now) => signStandardWebhook(digest(body), body, secret, now),
  /** The id is part of what is signed; who is let in without a signature has none. */
  dedupeKey({ headers, body }, receivedAt) {
    const signed = headers['webhook-signature'] !== undefined && headers['webhook-id'];
    return signed ? digest(Buffer.from(signed)) : bodyDedupeKey(body, receivedAt);
  },
  read: (body, _headers, _receivedAt, endpoint = {}) => readMapped('generic', endpoint.map ?? PLAIN, body),
});

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
