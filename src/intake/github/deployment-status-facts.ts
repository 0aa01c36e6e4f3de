import { z } from 'zod';
import type { AttemptState, DeployEvent } from '../../investigation/ledger/deploy-event.ts';
import { actor, id, instant, text, webAddress } from './payload-parts.ts';

const address = text(2000).nullish();

/** A deployment's status, as a webhook and the API give it. */
export const givenStatus = z.object({
  id,
  state: text(50),
  environment: text(1000).nullish(),
  created_at: instant,
  creator: actor,
  log_url: address,
  target_url: address,
  environment_url: address,
});
type GivenStatus = z.infer<typeof givenStatus>;

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
 * What a status says of its deployment's request, by the status' own `created_at` (the deployment's `updated_at` moves
 * when a later deploy makes it inactive). Undefined for a state that is not known.
 */
export function deploymentStatement(request: DeployEvent, status: GivenStatus): DeployEvent | undefined {
  const state = Object.hasOwn(STATES, status.state) ? STATES[status.state] : undefined;
  if (state === undefined) return undefined;
  const url = webAddress(status.log_url, status.target_url, status.environment_url);
  return {
    ...request,
    eventId: `github:deployment_status:${status.id}`,
    state,
    at: status.created_at,
    ...(url !== undefined && { url }),
  };
}
