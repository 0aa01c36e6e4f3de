import { z } from 'zod';
import type { EpochMs } from '../../investigation/time.ts';
import { foreignText } from '../foreign-text.ts';
import { misfit } from '../misfit.ts';
import { vendorTime } from '../vendor-time.ts';
import { BEARER_SOURCE } from './bearer-source.ts';
import { type DeployReading, defineDeploySource } from './contract.ts';
import { deployLabels } from './deploy-labels.ts';
import { rolloutReading, type ToldRollout } from './rollout-reading.ts';

const Event = z.object({
  name: z.string().min(1),
  namespace: z.string(),
  phase: z.string(),
  checksum: z.string().nullish(),
  metadata: z.unknown().optional(),
});

const PHASES: Readonly<Record<string, ToldRollout['state']>> = {
  Waiting: 'waiting',
  Progressing: 'in_progress',
  WaitingPromotion: 'in_progress',
  Promoting: 'in_progress',
  Finalising: 'in_progress',
  Succeeded: 'success',
  Failed: 'failure',
};

export const flagger = defineDeploySource({
  id: 'flagger',
  name: 'Flagger',
  docs: 'https://docs.flagger.app/usage/webhooks',
  setup: `Add a webhook of type \`event\` to the Canary. Flagger cannot send a secret header, so put the endpoint's secret into the
address as the password (\`https://flagger:SECRET@WHATCHANGED/deploys/flagger/ENDPOINT\`), and let whatever renders the
Canary (Kustomize, Helm) fill in the commit:

\`\`\`yaml
analysis:
  webhooks:
    - name: whatchanged
      type: event
      url: https://flagger:SECRET@WHATCHANGED/deploys/flagger/ENDPOINT
      metadata: { repository: acme/shop, service: checkout, environment: production, sha: "COMMIT" }
\`\`\`

\`Failed\` means that the old version serves although Git and the Deployment say new: the ledger takes the rollout back.
Without \`sha\` a rollout is kept as a change.`,
  keepHeaders: ['user-agent'],
  repeats: true,
  ...BEARER_SOURCE,
  read: readEvent,
});

function readEvent(body: unknown, _headers: unknown, receivedAt: EpochMs): DeployReading {
  const parsed = Event.safeParse(body);
  if (!parsed.success) return { kind: 'unmapped', reason: misfit('The event of Flagger', parsed.error) };
  const { name, namespace, phase, checksum, metadata } = parsed.data;
  const state = Object.hasOwn(PHASES, phase) ? PHASES[phase] : undefined;
  if (state === undefined) return { kind: 'ignored', reason: 'The phase of the canary tells of no rollout.' };
  const labels = deployLabels('', metadata);
  const object = foreignText(`${namespace}/${name}`, 150);
  const at = eventTime(metadata);
  // The first event of a rollout stands for its beginning. A checksum is the same again after the way back and forth.
  const id = `${object}@${labels.sha === undefined && checksum ? foreignText(checksum, 80) : (at ?? receivedAt)}`;
  const said = { id, state, receivedAt, service: name, labels, tool: 'Flagger', takesBack: true };
  return rolloutReading({ ...said, ...(at !== undefined && { at }) });
}

/** Milliseconds since 1970 as text. */
function eventTime(metadata: unknown): EpochMs | undefined {
  const timestamp = typeof metadata === 'object' && metadata !== null ? Reflect.get(metadata, 'timestamp') : undefined;
  if (typeof timestamp !== 'string' || !/^\d{13}$/.test(timestamp)) return undefined;
  return vendorTime(new Date(Number(timestamp)).toISOString());
}
