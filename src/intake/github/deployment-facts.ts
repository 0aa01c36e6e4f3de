import { z } from 'zod';
import type { DeployEvent, LedgerKey } from '../../investigation/ledger/deploy-event.ts';
import { readEnvironmentName } from '../../investigation/ledger/environment-name.ts';
import { jsonOf } from '../../platform/json-of.ts';
import type { SeenRepository } from './contract.ts';
import { actor, id, instant, repositoryName, sha, text } from './payload-parts.ts';

export const deployment = z.object({
  id,
  sha,
  ref: text(300),
  task: text(200).nullish(),
  payload: z.unknown().optional(),
  environment: text(1000),
  original_environment: text(1000).nullish(),
  created_at: instant,
  creator: actor,
  production_environment: z.boolean().optional(),
  transient_environment: z.boolean().optional(),
});
type Deployment = z.infer<typeof deployment>;

/**
 * The request of a deployment as the ledger takes it. A status may move a deployment to another environment; there it
 * is an attempt of its own, so that the two environments never share one.
 */
export function deploymentRequest(made: Deployment, repository: SeenRepository): DeployEvent {
  const original = made.original_environment ?? made.environment;
  const moved = readEnvironmentName(original).environment !== readEnvironmentName(made.environment).environment;
  const requested = { ...made, environment: original };
  const key = moved ? ledgerKey(made, repository) : ledgerKey(requested, repository);
  const attempt = `github:deployment:${made.id}${moved ? `:${key.environment}` : ''}`;
  return {
    ...key,
    eventId: attempt,
    attempt,
    source: 'github:deployment',
    state: 'requested',
    at: made.created_at,
    sha: made.sha,
    ref: made.ref,
    ...(made.creator && { actor: made.creator.login }),
    ...(made.production_environment !== undefined && { production: made.production_environment }),
    ...(made.transient_environment !== undefined && { transient: made.transient_environment }),
    ...(/^rollback/i.test(made.task ?? '') && { kind: 'rollback' as const }),
  };
}

function ledgerKey(made: Deployment, repository: SeenRepository): LedgerKey {
  const named = readEnvironmentName(made.environment);
  return {
    repositoryId: repository.repositoryId,
    service: payloadService(made.payload) ?? taskService(made.task) ?? named.service ?? repositoryName(repository),
    environment: named.environment,
  };
}

const SERVICE_KEYS = ['service', 'app', 'application', 'service_name', 'serviceName'];

/** The payload is free: GitHub documents an object and also gives back a string where one was sent. */
function payloadService(payload: unknown): string | undefined {
  const free = typeof payload === 'string' ? jsonOf(payload) : payload;
  if (typeof free !== 'object' || free === null) return undefined;
  const values = SERVICE_KEYS.filter((key) => Object.hasOwn(free, key)).map((key) => Reflect.get(free, key));
  return values.map(serviceName).find((name) => name !== undefined);
}

/** `deploy:web` names a service; `deploy:migrations` is GitHub's own example of a task that does not. */
function taskService(task: string | null | undefined): string | undefined {
  const [verb, name] = (task ?? '').split(':');
  if (verb !== 'deploy' || name === undefined || /^migrat/i.test(name)) return undefined;
  return serviceName(name);
}

function serviceName(value: unknown): string | undefined {
  const name = text(100).safeParse(value).data?.trim();
  return name === '' ? undefined : name;
}
