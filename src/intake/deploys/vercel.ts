import { z } from 'zod';
import type { AttemptState } from '../../investigation/ledger/deploy-event.ts';
import { bodyDedupeKey } from '../body-dedupe-key.ts';
import { foreignText } from '../foreign-text.ts';
import { type HexSignature, hexSigned, signHex } from '../hex-signature.ts';
import { misfit } from '../misfit.ts';
import { vendorTime } from '../vendor-time.ts';
import { type DeployReading, defineDeploySource } from './contract.ts';
import { fullSha } from './full-sha.ts';
import { repositoryOf } from './repository-of.ts';
import { webLink } from './web-link.ts';

const WebhookEvent = z.object({
  id: z.string().min(1),
  type: z.string(),
  createdAt: z.union([z.number(), z.string()]),
  payload: z.object({
    target: z.string().nullish(),
    project: z.object({ id: z.string(), name: z.string().nullish() }).nullish(),
    links: z.object({ deployment: z.string().nullish() }).nullish(),
    deployment: z.object({ id: z.string().min(1), name: z.string().nullish(), meta: z.unknown().optional() }).nullish(),
    toDeploymentId: z.string().nullish(),
  }),
});

const SIGNATURE: HexSignature = { header: 'x-vercel-signature', algorithm: 'sha1', prefix: '' };
/** What each event says of the attempt; promotions and rollbacks put an old build into service again. */
const STATES: Readonly<Record<string, AttemptState>> = {
  'deployment.created': 'in_progress',
  'deployment.succeeded': 'success',
  'deployment.error': 'failure',
  'deployment.canceled': 'failure',
  'deployment.promoted': 'success',
  'deployment.rollback': 'success',
};
const REUSES_A_BUILD = ['deployment.promoted', 'deployment.rollback'];

export const vercel = defineDeploySource({
  id: 'vercel',
  name: 'Vercel webhooks',
  docs: 'https://vercel.com/docs/webhooks/webhooks-api',
  setup: `Projects that are connected to GitHub need nothing: Vercel writes GitHub deployments (\`Production\`, \`Preview\`, and
\`Production – PROJECT\` in a monorepo), which are recorded as they are. What GitHub is not always told are instant
rollbacks and promotions, which put an old build into service again. For those create a webhook for the team with the
address \`https://WHATCHANGED/deploys/vercel/ENDPOINT\` and the events *Deployment Promoted* and *Deployment Rollback*
(more events only where the projects are not connected to GitHub), and use the secret that Vercel shows as the
endpoint's.`,
  keepHeaders: ['user-agent'],
  authenticate: ({ headers, body }, { secrets }) => hexSigned(SIGNATURE, headers, body, secrets),
  sign: (body, secret) => signHex(SIGNATURE, body, secret),
  dedupeKey: ({ body }, receivedAt) => bodyDedupeKey(body, receivedAt),
  read: readEvent,
});

function readEvent(body: unknown): DeployReading {
  const parsed = WebhookEvent.safeParse(body);
  if (!parsed.success) return { kind: 'unmapped', reason: misfit('The webhook of Vercel', parsed.error) };
  const { id, type, createdAt, payload } = parsed.data;
  const state = Object.hasOwn(STATES, type) ? STATES[type] : undefined;
  if (state === undefined) return { kind: 'ignored', reason: 'The event tells of no deployment that goes live.' };
  const at = vendorTime(typeof createdAt === 'number' ? isoOf(createdAt) : createdAt);
  if (at === undefined) return { kind: 'unmapped', reason: 'createdAt of the event is not a time.' };
  const reused = REUSES_A_BUILD.includes(type);
  if (!reused && payload.target !== 'production') {
    return { kind: 'ignored', reason: 'The deployment is a preview.' };
  }
  const { deployment, project } = payload;
  const service = foreignText(deployment?.name || project?.name || project?.id || 'a project', 100);
  const meta = metaOf(deployment?.meta);
  const sha = fullSha(meta('githubCommitSha'));
  const build = deployment?.id ?? payload.toDeploymentId ?? 'another build';
  if (sha === undefined) {
    if (state !== 'success') return { kind: 'ignored', reason: 'The deployment has no commit and is not live.' };
    const done =
      type === 'deployment.rollback' ? 'rolled back to' : type === 'deployment.promoted' ? 'promoted' : 'deployed';
    const title = foreignText(`Vercel ${done} ${build} of ${service}, without a commit`, 300);
    const environment = payload.target ?? 'production';
    return {
      kind: 'changes',
      changes: [
        {
          id: foreignText(id, 200),
          kind: 'infrastructure',
          at,
          title,
          service,
          environment: foreignText(environment, 100),
        },
      ],
    };
  }
  const repository = repositoryOf(
    `${meta('githubCommitOrg') ?? meta('githubOrg')}/${meta('githubCommitRepo') ?? meta('githubRepo')}`,
  );
  const ref = meta('githubCommitRef');
  const url = webLink(payload.links?.deployment);
  const actor = meta('githubCommitAuthorLogin');
  return {
    kind: 'deploys',
    events: [
      {
        attempt: foreignText(reused ? `${build}@${id}` : build, 300),
        statement: foreignText(type, 50),
        state,
        at,
        sha,
        service,
        environment: 'production',
        production: true,
        ...(repository !== undefined && { repository }),
        ...(ref !== undefined && { ref: foreignText(ref, 300) }),
        ...(url !== undefined && { url }),
        ...(actor !== undefined && { actor: foreignText(actor, 100) }),
        ...(type === 'deployment.rollback' && { kind: 'rollback' as const }),
      },
    ],
  };
}

function isoOf(ms: number): string | undefined {
  return Number.isInteger(ms) && Math.abs(ms) < 8.64e15 ? new Date(ms).toISOString() : undefined;
}

/** The texts that Vercel keeps about a build. */
function metaOf(meta: unknown): (key: string) => string | undefined {
  return (key) => {
    const value =
      typeof meta === 'object' && meta !== null && Object.hasOwn(meta, key) ? Reflect.get(meta, key) : undefined;
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
}
