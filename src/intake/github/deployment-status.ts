import { z } from 'zod';
import type { AttemptState } from '../../investigation/ledger/deploy-event.ts';
import { defineRecorder, type Recording } from './contract.ts';
import { deploymentRequest, deployment as madeDeployment } from './deployment-facts.ts';
import { actor, id, installation, instant, repository, text, webAddress } from './payload-parts.ts';
import { readPayload } from './read-payload.ts';

const address = text(2000).nullish();
const schema = z.object({
  action: z.literal('created'),
  deployment_status: z.object({
    id,
    state: text(50),
    environment: text(1000).nullish(),
    created_at: instant,
    creator: actor,
    log_url: address,
    target_url: address,
    environment_url: address,
  }),
  deployment: madeDeployment,
  repository,
  installation,
});

const STATES: Readonly<Record<string, AttemptState>> = {
  queued: 'requested',
  pending: 'requested',
  waiting: 'waiting',
  in_progress: 'in_progress',
  success: 'success',
  failure: 'failure',
  error: 'failure',
  inactive: 'inactive',
};

/**
 * What became of a deploy, by the status' own `created_at` (the deployment's `updated_at` moves when a later deploy
 * makes it inactive). The request rides along, in case its own delivery was lost.
 */
export const deploymentStatus = defineRecorder({
  on: ['deployment_status.created'],
  read(payload): Recording {
    const read = readPayload('deployment_status', schema, payload);
    const { id: statusId, state, environment, created_at: at, ...status } = read.deployment_status;
    const known = Object.hasOwn(STATES, state) ? STATES[state] : undefined;
    if (known === undefined) return { kind: 'ignored', reason: 'a deployment status with a state that is not known' };
    const { deployment: made } = read;
    const request = deploymentRequest({ ...made, environment: environment || made.environment }, read.repository);
    const url = webAddress(status.log_url, status.target_url, status.environment_url);
    return {
      kind: 'facts',
      facts: {
        installationId: read.installation.id,
        repositories: [read.repository],
        deployEvents: [
          request,
          {
            ...request,
            eventId: `github:deployment_status:${statusId}`,
            state: known,
            at,
            ...(url !== undefined && { url }),
          },
        ],
      },
    };
  },
});
