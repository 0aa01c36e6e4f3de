import { createHash } from 'node:crypto';
import { z } from 'zod';
import { jsonOf } from '../../platform/json-of.ts';
import { bodyDedupeKey } from '../body-dedupe-key.ts';
import { misfit } from '../misfit.ts';
import { signStandardWebhook, standardWebhook } from '../standard-webhooks.ts';
import { isCdIncident, readCdIncident } from './cloudevents-envelope/cd-incident.ts';
import { CLOUD_EVENT_HEADERS, cloudEvent } from './cloudevents-envelope/cloud-event.ts';
import { type AlertReading, defineAlertSource } from './contract.ts';
import { readMapped } from './read-mapped.ts';
import { tokenOrBearer } from './token-or-bearer.ts';

export const cloudevents = defineAlertSource({
  id: 'cloudevents',
  name: 'CloudEvents and CDEvents',
  docs: 'https://cdevents.dev/docs/continuous-operations/',
  setup: `Post CloudEvents 1.0 to \`https://WHATCHANGED/alerts/cloudevents/ENDPOINT\`, in structured mode
(\`application/cloudevents+json\`) or in binary mode (\`ce-\` headers), with the secret as a bearer token or signed as Standard
Webhooks has it. Of CDEvents the types \`dev.cdevents.incident.detected\`, \`reported\` and \`resolved\` are read in any version,
with or without a CloudEvents envelope; \`service\` and \`environment\` of the subject's content map the incident, and the version
of its \`artifactId\` is the release. Events of your own types are read by the \`map\` of the endpoint, as for *generic*; its
paths begin at \`data\`. The validation handshake (\`OPTIONS\` with \`WebHook-Request-Origin\`, as Azure Event Grid does it) is
answered at an endpoint that exists, with up to 600 deliveries a minute; its callback is never called, and each delivery still
needs the secret. \`origins\` of the endpoint limits who is answered.`,
  handshake: true,
  keepHeaders: ['user-agent', ...CLOUD_EVENT_HEADERS],
  authenticate: ({ headers, body, now }, { secrets }) =>
    [standardWebhook(headers, body, secrets, now), tokenOrBearer(headers, secrets)].includes(true),
  sign: (body, secret, now) => signStandardWebhook(createHash('sha256').update(body).digest('hex'), body, secret, now),
  /** Source and id together are unique (CloudEvents 1.0.2 §3.1). */
  dedupeKey({ headers, body }, receivedAt) {
    const read = cloudEvent(jsonOf(body), headers);
    if ('error' in read) return bodyDedupeKey(body, receivedAt);
    return createHash('sha256')
      .update(JSON.stringify([read.event.source, read.event.id]))
      .digest('hex');
  },
  read(body, headers, _receivedAt, endpoint = {}): AlertReading {
    const bare = z.object({ context: z.object({ type: z.string() }) }).safeParse(body);
    if (bare.success && headers['ce-type'] === undefined) return readCdIncident(body);
    const read = cloudEvent(body, headers);
    if ('error' in read) return { kind: 'unmapped', reason: misfit('The CloudEvents event', read.error) };
    const { type, data } = read.event;
    if (isCdIncident(type)) return readCdIncident(data);
    if (type.startsWith('dev.cdevents.')) {
      return { kind: 'ignored', reason: 'The CDEvents event is about no incident, so it is no alert.' };
    }
    if (endpoint.map === undefined) {
      return {
        kind: 'unmapped',
        reason: 'The type of the event is none that is read: give the endpoint a map for it.',
      };
    }
    return readMapped('cloudevents', endpoint.map, data);
  },
});
