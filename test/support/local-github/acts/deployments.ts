import { resolveCommit } from '../git/refs.ts';
import { unprocessable } from '../server/http-failure.ts';
import { deploymentShape, deploymentStatusShape } from '../shapes/deployment.ts';
import { emitForRepository } from '../webhooks/emit.ts';
import type { Account } from '../world/account.ts';
import type { App } from '../world/app.ts';
import type { Deployment, DeploymentState, DeploymentStatus } from '../world/deployment.ts';
import type { Repository } from '../world/repository.ts';
import type { World } from '../world/world.ts';

export interface NewDeployment {
  readonly ref: string;
  /** Where it is left out, the commit that `ref` names. */
  readonly sha?: string | undefined;
  readonly environment?: string | undefined;
  readonly task?: string | undefined;
  readonly payload?: Readonly<Record<string, unknown>> | string | undefined;
  readonly description?: string | null | undefined;
  readonly transient?: boolean | undefined;
  readonly production?: boolean | undefined;
  readonly by: Account;
  readonly viaApp?: App | undefined;
  readonly at: number;
}

// None of these is in a workflow, so the payload says so in GitHub's way.
const NO_WORKFLOW = { workflow: null, workflow_run: null };

/** Records a deployment with GitHub's defaults and sends `deployment`. Throws 422 where the ref names no commit. */
export async function createDeployment(world: World, repository: Repository, from: NewDeployment): Promise<Deployment> {
  const sha = from.sha ?? (await resolveCommit(repository.git, from.ref));
  if (sha === undefined) throw unprocessable(`No ref found for: ${from.ref}`);
  const environment = from.environment ?? 'production';
  const deployment: Deployment = {
    id: world.nextId(),
    sha,
    ref: from.ref,
    task: from.task ?? 'deploy',
    payload: from.payload ?? {},
    environment,
    description: from.description ?? null,
    creator: from.by,
    viaApp: from.viaApp,
    transient: from.transient ?? false,
    production: from.production ?? environment === 'production',
    createdAt: from.at,
    updatedAt: from.at,
    statuses: [],
  };
  repository.deployments.set(deployment.id, deployment);
  const payload = { deployment: deploymentShape(world, repository, deployment), ...NO_WORKFLOW };
  void emitForRepository(world, repository, {
    event: 'deployment',
    action: 'created',
    payload,
    sender: from.by,
    at: from.at,
  });
  return deployment;
}

export interface NewDeploymentStatus {
  readonly state: DeploymentState;
  readonly description?: string | undefined;
  readonly logUrl?: string | undefined;
  readonly environmentUrl?: string | undefined;
  readonly autoInactive?: boolean | undefined;
  readonly by: Account;
  readonly at: number;
}

/** Records a status. A success makes the older ones of its environment inactive, which sends no webhook. */
export function createDeploymentStatus(
  world: World,
  repository: Repository,
  deployment: Deployment,
  from: NewDeploymentStatus,
): DeploymentStatus {
  const status = addStatus(world, deployment, from);
  if (from.state === 'success' && from.autoInactive !== false) retireOthers(world, repository, deployment, from);
  if (from.state === 'inactive') return status;
  const payload = {
    deployment_status: deploymentStatusShape(world, repository, deployment, status),
    deployment: deploymentShape(world, repository, deployment),
    check_run: null,
    ...NO_WORKFLOW,
  };
  void emitForRepository(world, repository, {
    event: 'deployment_status',
    action: 'created',
    payload,
    sender: from.by,
    at: from.at,
  });
  return status;
}

function addStatus(world: World, deployment: Deployment, from: NewDeploymentStatus): DeploymentStatus {
  const status: DeploymentStatus = {
    id: world.nextId(),
    state: from.state,
    description: from.description ?? '',
    targetUrl: from.logUrl ?? '',
    environmentUrl: from.environmentUrl ?? '',
    creator: from.by,
    createdAt: from.at,
  };
  deployment.statuses.push(status);
  deployment.updatedAt = from.at;
  return status;
}

// By the name of the environment alone, so it hits sibling services too: GitHub does just that (actions/runner#1001).
function retireOthers(world: World, repository: Repository, newest: Deployment, { by, at }: NewDeploymentStatus): void {
  for (const deployment of repository.deployments.values()) {
    const isOther = deployment.id !== newest.id && deployment.environment === newest.environment;
    if (!isOther || deployment.transient || deployment.statuses.at(-1)?.state !== 'success') continue;
    addStatus(world, deployment, { state: 'inactive', by, at });
  }
}
