import { z } from 'zod';
import type { AttemptState } from '../../investigation/ledger/deploy-event.ts';
import { bodyDedupeKey } from '../body-dedupe-key.ts';
import { foreignText } from '../foreign-text.ts';
import { type HexSignature, hexSigned, signHex } from '../hex-signature.ts';
import { misfit } from '../misfit.ts';
import { vendorTime } from '../vendor-time.ts';
import { type DeployReading, defineDeploySource } from './contract.ts';
import { deployLabels } from './deploy-labels.ts';
import { fullSha } from './full-sha.ts';

const Event = z.object({
  involvedObject: z.object({ kind: z.string(), name: z.string().min(1), namespace: z.string().nullish() }),
  severity: z.string(),
  timestamp: z.string(),
  reason: z.string(),
  metadata: z.unknown().optional(),
});

const SIGNATURE: HexSignature = { header: 'x-signature', algorithm: 'sha256', prefix: 'sha256=' };
/** What each reason of kustomize-controller and helm-controller means (fluxcd.io/flux/monitoring/events, read 2026-11). */
const REASONS: Readonly<Record<string, AttemptState>> = {
  Progressing: 'in_progress',
  ReconciliationSucceeded: 'success',
  InstallSucceeded: 'success',
  UpgradeSucceeded: 'success',
  RollbackSucceeded: 'success',
  ReconciliationFailed: 'failure',
  BuildFailed: 'failure',
  ValidationFailed: 'failure',
  HealthCheckFailed: 'failure',
  PruneFailed: 'failure',
  InstallFailed: 'failure',
  UpgradeFailed: 'failure',
  RollbackFailed: 'failure',
};
const DEPLOYS = ['Kustomization', 'HelmRelease'];
const COMMIT = /(?:^|[@/:])(?:sha1:)?([0-9a-f]{40})$/i;

export const flux = defineDeploySource({
  id: 'flux',
  name: 'Flux notification-controller',
  docs: 'https://fluxcd.io/flux/components/notification/providers/#generic-webhook-with-hmac',
  setup: `Send the events of what is deployed with a signed provider (the secret's key is \`token\`):

\`\`\`yaml
apiVersion: notification.toolkit.fluxcd.io/v1beta3
kind: Provider
metadata: { name: whatchanged, namespace: flux-system }
spec:
  type: generic-hmac
  address: https://WHATCHANGED/deploys/flux/ENDPOINT
  secretRef: { name: whatchanged }
---
apiVersion: notification.toolkit.fluxcd.io/v1beta3
kind: Alert
metadata: { name: whatchanged, namespace: flux-system }
spec:
  providerRef: { name: whatchanged }
  eventSeverity: info
  eventSources: [{ kind: Kustomization, name: checkout }]
  eventMetadata: { repository: acme/shop, service: checkout, environment: production }
\`\`\`

The revision is the commit of the repository that Flux reads; name that repository in \`eventMetadata\`, or, where
the application's code lies in another one, add its commit as \`sha\`. Flux reports every interval: only another
revision is a deploy. A Helm release knows a chart's version and no commit, and is kept as a change.`,
  keepHeaders: ['gotk-component', 'user-agent'],
  repeats: true,
  authenticate: ({ headers, body }, { secrets }) => hexSigned(SIGNATURE, headers, body, secrets),
  sign: (body, secret) => signHex(SIGNATURE, body, secret),
  dedupeKey: ({ body }, receivedAt) => bodyDedupeKey(body, receivedAt),
  read: readEvent,
});

function readEvent(body: unknown): DeployReading {
  const parsed = Event.safeParse(body);
  if (!parsed.success) return { kind: 'unmapped', reason: misfit('The event of Flux', parsed.error) };
  const { involvedObject, reason, severity, metadata, timestamp } = parsed.data;
  if (!DEPLOYS.includes(involvedObject.kind)) {
    return { kind: 'ignored', reason: 'The event is about a source of Flux; only what it applies is a deploy.' };
  }
  const state = Object.hasOwn(REASONS, reason) ? REASONS[reason] : severity === 'error' ? 'failure' : undefined;
  if (state === undefined) return { kind: 'ignored', reason: 'The reason of the event tells of no deploy.' };
  const at = vendorTime(timestamp);
  if (at === undefined) return { kind: 'unmapped', reason: 'The timestamp of the event is not a time.' };
  const labels = deployLabels('', metadata);
  const object = foreignText(`${involvedObject.kind}/${involvedObject.namespace ?? ''}/${involvedObject.name}`, 200);
  const service = labels.service ?? foreignText(involvedObject.name, 100);
  const environment = labels.environment === undefined ? {} : { environment: labels.environment };
  const revision = revisionOf(metadata);
  const sha = labels.sha ?? fullSha(COMMIT.exec(revision)?.[1]);
  if (sha !== undefined) {
    return {
      kind: 'deploys',
      events: [
        {
          attempt: `${object}@${at}`,
          statement: state,
          state,
          at,
          sha,
          service,
          ...environment,
          ...(labels.repository !== undefined && { repository: labels.repository }),
          ...(/^Rollback/.test(reason) && state === 'success' && { kind: 'rollback' as const }),
        },
      ],
    };
  }
  if (revision === '') return { kind: 'ignored', reason: 'The event names no revision.' };
  if (state === 'in_progress') return { kind: 'ignored', reason: 'A rollout without a commit is kept when it ends.' };
  const done = state === 'success' ? 'applied' : 'failed to apply';
  const title = foreignText(`Flux ${done} ${foreignText(revision, 80)} of ${service}`, 300);
  return {
    kind: 'changes',
    changes: [
      {
        id: `${object}@${foreignText(revision, 80)}:${state}`,
        kind: 'infrastructure',
        at,
        title,
        service,
        ...environment,
      },
    ],
  };
}

/** `main@sha1:<sha>`, `main/<sha>` of before Flux 2, a digest or a chart's version; empty where there is none. */
function revisionOf(metadata: unknown): string {
  if (typeof metadata !== 'object' || metadata === null) return '';
  const entries = Object.entries(metadata).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  // The commit that an OCI artifact was made from goes before the artifact's own digest.
  const origin = entries.find(([key]) => /(?:^|\/)originRevision$/.test(key));
  return (origin ?? entries.find(([key]) => /(?:^|\/)revision$/.test(key)))?.[1] ?? '';
}
