import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { AttemptState } from '../../investigation/ledger/deploy-event.ts';
import type { EpochMs } from '../../investigation/time.ts';
import type { IncomingRequest } from '../alerts/contract.ts';
import { bearerOrBasic } from '../bearer-or-basic.ts';
import { bodyDedupeKey } from '../body-dedupe-key.ts';
import { foreignText } from '../foreign-text.ts';
import { misfit } from '../misfit.ts';
import { signStandardWebhook, standardWebhook } from '../standard-webhooks.ts';
import { vendorTime } from '../vendor-time.ts';
import { type DeployReading, defineDeploySource, type SeenDeploy } from './contract.ts';
import { fullSha } from './full-sha.ts';
import { repositoryOf } from './repository-of.ts';
import { webLink } from './web-link.ts';

const text = (longest: number) => z.string().min(1).max(longest);
const ReportedDeploy = z.object({
  id: text(200),
  repo: text(200).optional(),
  service: text(100).optional(),
  environment: text(100).optional(),
  sha: text(200),
  previous_sha: z.string().nullish(),
  status: text(30),
  started_at: z.string().nullish(),
  finished_at: z.string().nullish(),
  url: z.string().nullish(),
  actor: z.string().nullish(),
  kind: z.enum(['deploy', 'redeploy', 'rollback', 'config']).nullish(),
});
type ReportedDeploy = z.infer<typeof ReportedDeploy>;

const STATES: Readonly<Record<string, AttemptState>> = {
  requested: 'requested',
  waiting: 'waiting',
  in_progress: 'in_progress',
  success: 'success',
  failure: 'failure',
  cancelled: 'failure',
  rolled_back: 'failure',
  removed: 'inactive',
};

export const genericDeploy = defineDeploySource({
  id: 'generic-deploy',
  name: 'POST /deploys, for any pipeline',
  docs: 'https://www.standardwebhooks.com',
  setup: `Post one JSON object when a deploy starts and one when it ends. With the GitHub Action of this repository:

\`\`\`yaml
- uses: whatchanged/whatchanged@v1
  if: always()
  with:
    url: https://WHATCHANGED
    secret: \${{ secrets.WHATCHANGED_DEPLOY_SECRET }}
    service: checkout
    environment: production
\`\`\`

In any other pipeline, with the secret in the variable DEPLOY_SECRET:

\`\`\`sh
whatchanged report-deploy --url https://WHATCHANGED --secret-env DEPLOY_SECRET \\
  --repo acme/shop --service checkout --environment production --sha "$(git rev-parse HEAD)" --status success
\`\`\`

Or by hand, to \`/deploys/generic-deploy/ENDPOINT\` (or \`/deploys\` with the endpoint's id in \`X-Whatchanged-Endpoint\`; without
it the endpoint \`default\`):

\`\`\`sh
curl https://WHATCHANGED/deploys -H "Authorization: Bearer $DEPLOY_SECRET" -H 'Content-Type: application/json' -d '{
  "id": "build-481", "repo": "acme/shop", "service": "checkout", "environment": "production",
  "sha": "0f1e2d3c4b5a69788796a5b4c3d2e1f001020304", "status": "success",
  "started_at": "2026-11-23T03:06:00Z", "finished_at": "2026-11-23T03:09:00Z" }'
\`\`\`

\`status\` is one of ${Object.keys(STATES).join(', ')}. Instead of the bearer the body may be signed as Standard Webhooks
has it. An \`id\` with a \`status\` is taken once; the same two with another commit or time are kept as a conflict, and
what was said first stands.`,
  keepHeaders: ['webhook-id', 'idempotency-key', 'user-agent'],
  authenticate: ({ headers, body, now }, { secrets }) =>
    standardWebhook(headers, body, secrets, now) || bearerOrBasic(headers.authorization, secrets),
  sign: (body, secret, now) => signStandardWebhook(`msg_${sha256(body).slice(0, 32)}`, body, secret, now),
  dedupeKey,
  read: readReported,
});

/** The bytes are a part of the key: another body under the same id is stored, so that the conflict can be told. */
function dedupeKey({ headers, body }: IncomingRequest, receivedAt: EpochMs): string {
  const id = headers['webhook-id'] ?? headers['idempotency-key'];
  if (id === undefined || id === '') return bodyDedupeKey(body, receivedAt);
  return `${sha256(new TextEncoder().encode(id))}|${sha256(body)}`;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function readReported(body: unknown): DeployReading {
  const parsed = ReportedDeploy.safeParse(body);
  if (!parsed.success)
    return {
      kind: 'unmapped',
      reason: misfit('The deploy report', parsed.error, 'It needs at least id, repo or service, sha and status.'),
    };
  const said = parsed.data;
  const state = Object.hasOwn(STATES, said.status) ? STATES[said.status] : undefined;
  const sha = fullSha(said.sha);
  const repository = repositoryOf(said.repo);
  const [startedAt, finishedAt] = [vendorTime(said.started_at ?? undefined), vendorTime(said.finished_at ?? undefined)];
  const problem = firstProblem([
    [state === undefined, `status is none of ${Object.keys(STATES).join(', ')}`],
    [sha === undefined, 'sha is not a full commit id of 40 hexadecimal digits (git rev-parse HEAD prints it)'],
    [said.previous_sha != null && fullSha(said.previous_sha) === undefined, 'previous_sha is not a full commit id'],
    [said.repo !== undefined && repository === undefined, 'repo is not OWNER/NAME'],
    [said.repo === undefined && said.service === undefined, 'neither repo nor service is given'],
    [said.started_at != null && startedAt === undefined, 'started_at is not a time with its zone (RFC 3339)'],
    [said.finished_at != null && finishedAt === undefined, 'finished_at is not a time with its zone (RFC 3339)'],
    [(startedAt ?? 0) > (finishedAt ?? Number.POSITIVE_INFINITY), 'started_at is after finished_at'],
  ]);
  if (state === undefined || sha === undefined || problem !== undefined) {
    return { kind: 'unmapped', reason: `The deploy report was not taken: ${problem}.` };
  }
  return { kind: 'deploys', events: statements(said, { state, sha, repository, startedAt, finishedAt }) };
}

function firstProblem(checks: readonly (readonly [boolean, string])[]): string | undefined {
  return checks.find(([wrong]) => wrong)?.[1];
}

interface Understood {
  readonly state: AttemptState;
  readonly sha: string;
  readonly repository: string | undefined;
  readonly startedAt: EpochMs | undefined;
  readonly finishedAt: EpochMs | undefined;
}

/** The end also tells the beginning, in case that was never reported. */
function statements(said: ReportedDeploy, understood: Understood): readonly SeenDeploy[] {
  const { state, sha, repository, startedAt, finishedAt } = understood;
  const previousSha = fullSha(said.previous_sha ?? undefined);
  const url = webLink(said.url);
  const about = {
    attempt: foreignText(said.id, 200),
    sha,
    ...(repository !== undefined && { repository }),
    ...(said.service !== undefined && { service: foreignText(said.service, 100) }),
    ...(said.environment !== undefined && { environment: foreignText(said.environment, 100) }),
    ...(previousSha !== undefined && { previousSha }),
    ...(url !== undefined && { url }),
    ...(said.actor != null && said.actor !== '' && { actor: foreignText(said.actor, 100) }),
    ...((said.kind === 'rollback' || said.kind === 'config') && { kind: said.kind }),
  };
  const over = state === 'success' || state === 'failure' || state === 'inactive';
  const at = over ? finishedAt : startedAt;
  const last: SeenDeploy = {
    ...about,
    statement: foreignText(said.status, 30),
    state,
    ...(at !== undefined && { at }),
    ...(said.status === 'rolled_back' && { restoresPrevious: true as const }),
  };
  if (!over || startedAt === undefined) return [last];
  return [{ ...about, statement: `in_progress before ${said.status}`, state: 'in_progress', at: startedAt }, last];
}
