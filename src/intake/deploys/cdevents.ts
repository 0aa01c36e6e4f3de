import { z } from 'zod';
import { bearerOrBasic } from '../bearer-or-basic.ts';
import { bodyDedupeKey } from '../body-dedupe-key.ts';
import { foreignText } from '../foreign-text.ts';
import { misfit } from '../misfit.ts';
import { signStandardWebhook, standardWebhook } from '../standard-webhooks.ts';
import { vendorTime } from '../vendor-time.ts';
import { artifactOrigin } from './artifact-id.ts';
import { type DeployReading, defineDeploySource } from './contract.ts';
import { deployLabels } from './deploy-labels.ts';

const CDEvent = z.object({
  context: z.object({ id: z.string().min(1), type: z.string(), timestamp: z.string(), source: z.string() }),
  subject: z.object({
    id: z.string().min(1),
    content: z
      .object({
        environment: z.union([z.string(), z.object({ id: z.string() })]).nullish(),
        artifactId: z.string().nullish(),
      })
      .nullish(),
  }),
  customData: z.unknown().optional(),
});
/** The structured mode of CloudEvents carries the event as `data`; the binary mode as the body itself. */
const CloudEvent = z.object({ specversion: z.string(), data: z.unknown().optional() });

const TYPE = /^dev\.cdevents\.service\.(deployed|upgraded|rolledback|removed|published)\./;

export const cdevents = defineDeploySource({
  id: 'cdevents',
  name: 'CDEvents service events',
  docs: 'https://cdevents.dev/docs/continuous-deployment/',
  setup: `Send the events \`dev.cdevents.service.deployed\`, \`upgraded\`, \`rolledback\` and \`removed\` as CloudEvents over HTTP
(structured or binary) to \`https://WHATCHANGED/deploys/cdevents/ENDPOINT\`, with \`Authorization: Bearer SECRET\` or signed
as Standard Webhooks has it.

CDEvents knows no commit: it is taken from the package URL in \`artifactId\` (its version, its \`tag\`, or \`vcs_url\`), such
as \`pkg:oci/shop@sha256:…?tag=COMMIT&vcs_url=git+https://github.com/acme/shop\`, or from \`customData\` with the keys
\`repository\`, \`service\`, \`environment\` and \`sha\`. Without one the event is kept as a change.

The validation handshake of CloudEvents (\`OPTIONS\` with \`WebHook-Request-Origin\`) is answered.`,
  handshake: true,
  keepHeaders: ['ce-id', 'ce-type', 'ce-source', 'user-agent'],
  authenticate: ({ headers, body, now }, { secrets }) =>
    standardWebhook(headers, body, secrets, now) || bearerOrBasic(headers.authorization, secrets),
  sign: (body, secret, now) => signStandardWebhook(`msg_${now}`, body, secret, now),
  dedupeKey: ({ body }, receivedAt) => bodyDedupeKey(body, receivedAt),
  read: readEvent,
});

function readEvent(body: unknown): DeployReading {
  const enveloped = CloudEvent.safeParse(body);
  const parsed = CDEvent.safeParse(enveloped.success ? enveloped.data.data : body);
  if (!parsed.success) return { kind: 'unmapped', reason: misfit('The event of CDEvents', parsed.error) };
  const { context, subject, customData } = parsed.data;
  const what = TYPE.exec(context.type)?.[1];
  if (what === undefined) return { kind: 'ignored', reason: 'The event is not about a service that was deployed.' };
  if (what === 'published') return { kind: 'ignored', reason: 'A service became reachable; its version is the same.' };
  const at = vendorTime(context.timestamp);
  if (at === undefined) return { kind: 'unmapped', reason: 'The timestamp of the event is not a time.' };
  const labels = deployLabels('', customData);
  const told = subject.content?.environment;
  const environment = labels.environment ?? (typeof told === 'object' ? told?.id : told);
  const origin = artifactOrigin(subject.content?.artifactId ?? '');
  const [sha, repository] = [labels.sha ?? origin.sha, labels.repository ?? origin.repository];
  const service = labels.service ?? foreignText(subject.id.slice(subject.id.lastIndexOf('/') + 1), 100);
  const id = foreignText(context.id, 150);
  const where = environment ? { environment: foreignText(environment, 100) } : {};
  if (sha === undefined || what === 'removed') {
    const title = foreignText(`CDEvents: ${service} was ${what === 'rolledback' ? 'rolled back' : what}`, 300);
    return { kind: 'changes', changes: [{ id, kind: 'infrastructure', at, title, service, ...where }] };
  }
  return {
    kind: 'deploys',
    events: [
      {
        attempt: id,
        statement: what,
        state: 'success',
        at,
        sha,
        service,
        ...where,
        ...(repository !== undefined && { repository }),
        ...(what === 'rolledback' && { kind: 'rollback' as const }),
      },
    ],
  };
}
