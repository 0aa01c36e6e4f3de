import { z } from 'zod';
import type { AttemptState } from '../../investigation/ledger/deploy-event.ts';
import { foreignText } from '../foreign-text.ts';
import { misfit } from '../misfit.ts';
import { vendorTime } from '../vendor-time.ts';
import { BEARER_SOURCE } from './bearer-source.ts';
import { type DeployReading, defineDeploySource, type SeenDeploy } from './contract.ts';
import { deployLabels, LABEL_PREFIX } from './deploy-labels.ts';
import { fullSha } from './full-sha.ts';
import { imageRevision } from './image-revision.ts';
import { repositoryOf } from './repository-of.ts';

const Source = z.object({ repoURL: z.string(), chart: z.string().nullish() });
const Application = z.object({
  metadata: z.object({
    name: z.string().min(1),
    namespace: z.string().nullish(),
    annotations: z.unknown().optional(),
    labels: z.unknown().optional(),
  }),
  spec: z.object({ source: Source.nullish(), sources: z.array(Source).nullish() }),
  status: z.object({
    operationState: z.object({
      phase: z.string(),
      startedAt: z.string().nullish(),
      finishedAt: z.string().nullish(),
      syncResult: z.object({ revision: z.string().nullish(), revisions: z.array(z.string()).nullish() }).nullish(),
    }),
    summary: z.object({ images: z.array(z.string()).nullish() }).nullish(),
  }),
});
const Notification = z.object({ app: Application });
type Application = z.infer<typeof Application>;

const PHASES: Readonly<Record<string, AttemptState>> = {
  Running: 'in_progress',
  Terminating: 'in_progress',
  Succeeded: 'success',
  Failed: 'failure',
  Error: 'failure',
};

export const argocd = defineDeploySource({
  id: 'argocd',
  name: 'Argo CD notifications',
  docs: 'https://argo-cd.readthedocs.io/en/stable/operator-manual/notifications/services/webhook/',
  setup: `Add a service, a template and triggers to the ConfigMap \`argocd-notifications-cm\`, with the endpoint's secret in
\`argocd-notifications-secret\` as \`whatchanged-secret\`, and subscribe the applications:

\`\`\`yaml
service.webhook.whatchanged: |
  url: https://WHATCHANGED/deploys/argocd/ENDPOINT
  headers:
    - { name: Authorization, value: Bearer $whatchanged-secret }
    - { name: Content-Type, value: application/json }
template.whatchanged: |
  webhook:
    whatchanged:
      method: POST
      body: |
        {"app": {"metadata": {{toJson .app.metadata}}, "spec": {{toJson .app.spec}},
          "status": {"operationState": {{toJson .app.status.operationState}}, "summary": {{toJson .app.status.summary}}}}}
trigger.whatchanged: |
  - when: app.status.operationState.phase in ['Running', 'Succeeded', 'Failed', 'Error']
    oncePer: app.status.operationState.startedAt + app.status.operationState.phase
    send: [whatchanged]
\`\`\`

The revision that Argo CD syncs is usually a commit of the *configuration* repository. Tell what the application is with
annotations on the Application: \`whatchanged/repository: acme/shop\`, \`whatchanged/service\`,
\`whatchanged/environment\`. Its commit is then taken from \`whatchanged/sha\`, or from image tags that are full
commit ids (\`ghcr.io/acme/shop:<sha>\`). Without either the sync is kept as a configuration change.`,
  keepHeaders: ['user-agent'],
  ...BEARER_SOURCE,
  read: readNotification,
});

function readNotification(body: unknown): DeployReading {
  const parsed = Notification.safeParse(body);
  if (!parsed.success)
    return {
      kind: 'unmapped',
      reason: misfit('The notification of Argo CD', parsed.error, 'Use the template of the reference.'),
    };
  const { app } = parsed.data;
  const { phase, startedAt, finishedAt } = app.status.operationState;
  const state = Object.hasOwn(PHASES, phase) ? PHASES[phase] : undefined;
  if (state === undefined) return { kind: 'unmapped', reason: 'The phase of the operation is not one that is known.' };
  const at = vendorTime((state === 'in_progress' ? startedAt : (finishedAt ?? startedAt)) ?? undefined);
  const began = vendorTime(startedAt ?? undefined);
  if (at === undefined || began === undefined) return { kind: 'unmapped', reason: 'The operation has no time.' };

  const name = foreignText(`${app.metadata.namespace ?? ''}/${app.metadata.name}`, 150);
  const labels = deployLabels(LABEL_PREFIX, app.metadata.annotations, app.metadata.labels);
  const service = labels.service ?? foreignText(app.metadata.name, 100);
  const commit = applicationCommit(app, labels.repository, labels.sha);
  if (commit === undefined) {
    const revision = revisions(app)
      .map((one) => one.revision.slice(0, 12))
      .join(', ');
    const outcome = state === 'failure' ? 'failed to sync' : 'syncs';
    const title = foreignText(
      `Argo CD ${outcome} ${service} to ${revision || 'another revision'} of its configuration`,
      300,
    );
    const id = foreignText(`${name}@${began}${state === 'failure' ? ':failed' : ''}`, 250);
    const environment = labels.environment === undefined ? {} : { environment: labels.environment };
    return {
      kind: 'changes',
      changes: [{ id, kind: 'config', at: state === 'failure' ? at : began, title, service, ...environment }],
    };
  }
  const { sha, repository } = commit;
  const about = {
    attempt: `${name}@${began}`,
    sha,
    service,
    ...(repository !== undefined && { repository }),
    ...(labels.environment !== undefined && { environment: labels.environment }),
  };
  const said: SeenDeploy = { ...about, statement: foreignText(phase, 30), state, at };
  if (state === 'in_progress') return { kind: 'deploys', events: [said] };
  return { kind: 'deploys', events: [{ ...about, statement: 'Running', state: 'in_progress', at: began }, said] };
}

/**
 * The commit that the sync made live, and of which repository: what the team says, else what the images say, else the
 * synced revision itself, where nobody says that the application's code lies in another repository.
 */
function applicationCommit(
  app: Application,
  repository: string | undefined,
  labelled: string | undefined,
): { readonly sha: string; readonly repository: string | undefined } | undefined {
  const sha = labelled ?? imageRevision(app.status.summary?.images ?? []);
  if (sha !== undefined) return { sha, repository };
  const synced = revisions(app).map(({ revision, repoUrl }) => ({
    sha: fullSha(revision),
    repository: repositoryOf(repoUrl),
  }));
  const own = synced.filter((one) => repository === undefined || sameName(one.repository, repository));
  const [only] = own;
  return own.length === 1 && only?.sha !== undefined && only.repository !== undefined
    ? { sha: only.sha, repository: only.repository }
    : undefined;
}

/** Each source that is a repository with the revision it was synced to; a chart has a version, not a commit. */
function revisions({ spec, status }: Application): readonly { readonly revision: string; readonly repoUrl: string }[] {
  const sources = spec.sources?.length ? spec.sources : spec.source ? [spec.source] : [];
  const result = status.operationState.syncResult;
  const synced = result?.revisions?.length ? result.revisions : [result?.revision ?? ''];
  return sources.flatMap(({ repoURL, chart }, at) =>
    chart || !synced[at] ? [] : [{ revision: foreignText(synced[at], 64), repoUrl: repoURL }],
  );
}

function sameName(one: string | undefined, other: string): boolean {
  return one?.toLowerCase() === other.toLowerCase();
}
