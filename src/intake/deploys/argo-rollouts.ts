import { z } from 'zod';
import type { EpochMs } from '../../investigation/time.ts';
import { foreignText } from '../foreign-text.ts';
import { misfit } from '../misfit.ts';
import { vendorTime } from '../vendor-time.ts';
import { BEARER_SOURCE } from './bearer-source.ts';
import { type DeployReading, defineDeploySource } from './contract.ts';
import { deployLabels, LABEL_PREFIX } from './deploy-labels.ts';
import { imageRevision } from './image-revision.ts';
import { rolloutReading, type ToldRollout } from './rollout-reading.ts';

const Notification = z.object({
  rollout: z.object({
    metadata: z.object({
      name: z.string().min(1),
      namespace: z.string().nullish(),
      annotations: z.unknown().optional(),
      labels: z.unknown().optional(),
    }),
    spec: z
      .object({
        template: z
          .object({
            metadata: z.object({ annotations: z.unknown().optional(), labels: z.unknown().optional() }).nullish(),
            spec: z.object({ containers: z.array(z.object({ image: z.string() })) }).nullish(),
          })
          .nullish(),
      })
      .nullish(),
    status: z.object({
      phase: z.string().nullish(),
      abort: z.boolean().nullish(),
      abortedAt: z.string().nullish(),
      currentPodHash: z.string().nullish(),
      conditions: z.array(z.object({ type: z.string(), lastUpdateTime: z.string().nullish() })).nullish(),
    }),
  }),
});
type Ended = Exclude<ToldRollout['state'], 'waiting'>;
type Rollout = z.infer<typeof Notification>['rollout'];

const PHASES: Readonly<Record<string, Ended>> = {
  Progressing: 'in_progress',
  Paused: 'in_progress',
  Healthy: 'success',
  Degraded: 'failure',
};

export const argoRollouts = defineDeploySource({
  id: 'argo-rollouts',
  name: 'Argo Rollouts notifications',
  docs: 'https://argo-rollouts.readthedocs.io/en/stable/features/notifications/',
  setup: `Add a service and a template to the ConfigMap \`argo-rollouts-notification-configmap\`, with the endpoint's secret in
\`argo-rollouts-notification-secret\` as \`whatchanged-secret\`:

\`\`\`yaml
service.webhook.whatchanged: |
  url: https://WHATCHANGED/deploys/argo-rollouts/ENDPOINT
  headers:
    - { name: Authorization, value: Bearer $whatchanged-secret }
    - { name: Content-Type, value: application/json }
template.whatchanged: |
  webhook:
    whatchanged:
      method: POST
      body: |
        {"rollout": {"metadata": {{toJson .rollout.metadata}}, "spec": {"template": {{toJson .rollout.spec.template}}},
          "status": {{toJson .rollout.status}}}}
trigger.on-rollout-updated: "[{ send: [whatchanged] }]"
trigger.on-rollout-completed: "[{ send: [whatchanged] }]"
trigger.on-rollout-aborted: "[{ send: [whatchanged] }]"
\`\`\`

The commit is taken from the annotation \`whatchanged/sha\` or from image tags that are full commit ids; say the
repository with \`whatchanged/repository\` (also \`whatchanged/service\`, \`whatchanged/environment\`). An aborted rollout
means that the old version serves: the ledger takes it back. Without a commit a rollout is kept as a change.`,
  keepHeaders: ['user-agent'],
  repeats: true,
  ...BEARER_SOURCE,
  read: readNotification,
});

function readNotification(body: unknown, _headers: unknown, receivedAt: EpochMs): DeployReading {
  const parsed = Notification.safeParse(body);
  if (!parsed.success)
    return {
      kind: 'unmapped',
      reason: misfit('The notification of Argo Rollouts', parsed.error, 'Use the template of the reference.'),
    };
  const { rollout } = parsed.data;
  const { metadata, status, spec } = rollout;
  const state = stateOf(rollout);
  if (state === undefined) return { kind: 'ignored', reason: 'The phase of the rollout tells of no deploy.' };
  const labels = deployLabels(
    LABEL_PREFIX,
    spec?.template?.metadata?.annotations,
    metadata.annotations,
    spec?.template?.metadata?.labels,
    metadata.labels,
  );
  const sha = imageRevision((spec?.template?.spec?.containers ?? []).map(({ image }) => image));
  const object = foreignText(`${metadata.namespace ?? ''}/${metadata.name}`, 150);
  const at = timeOf(rollout, state);
  const hash = status.currentPodHash;
  const id = `${object}@${labels.sha === undefined && sha === undefined && hash ? foreignText(hash, 80) : (at ?? receivedAt)}`;
  return rolloutReading({
    id,
    state,
    receivedAt,
    service: metadata.name,
    labels,
    tool: 'Argo Rollouts',
    takesBack: true,
    ...(at !== undefined && { at }),
    ...(sha !== undefined && { sha }),
  });
}

function stateOf({ status }: Rollout): Ended | undefined {
  if (status.abort === true) return 'failure';
  return status.phase && Object.hasOwn(PHASES, status.phase) ? PHASES[status.phase] : undefined;
}

/** A rollout has no one time: an abort has its own, and else the newest condition is when the phase was reached. */
function timeOf({ status }: Rollout, state: Ended): EpochMs | undefined {
  const aborted = state === 'failure' ? vendorTime(status.abortedAt ?? undefined) : undefined;
  if (aborted !== undefined) return aborted;
  const times = (status.conditions ?? []).map(({ lastUpdateTime }) => vendorTime(lastUpdateTime ?? undefined));
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}
