import type { Deployment, DeploymentStatus } from '../world/deployment.ts';
import type { Repository } from '../world/repository.ts';
import type { World } from '../world/world.ts';
import { accountShape } from './account.ts';
import { appOrNull } from './issue.ts';
import { isoTime, type Json, nodeId } from './json.ts';
import { apiUrl } from './repository.ts';

export function deploymentShape(world: World, repository: Repository, deployment: Deployment): Json {
  const url = `${apiUrl(world, repository)}/deployments/${deployment.id}`;
  return {
    url,
    id: deployment.id,
    node_id: nodeId('DE', deployment.id),
    task: deployment.task,
    original_environment: deployment.environment,
    environment: deployment.environment,
    description: deployment.description,
    created_at: isoTime(deployment.createdAt),
    updated_at: isoTime(deployment.updatedAt),
    statuses_url: `${url}/statuses`,
    repository_url: apiUrl(world, repository),
    creator: accountShape(world, deployment.creator),
    sha: deployment.sha,
    ref: deployment.ref,
    payload: deployment.payload,
    transient_environment: deployment.transient,
    production_environment: deployment.production,
    performed_via_github_app: appOrNull(world, deployment.viaApp),
  };
}

export function deploymentStatusShape(
  world: World,
  repository: Repository,
  deployment: Deployment,
  status: DeploymentStatus,
): Json {
  const url = `${apiUrl(world, repository)}/deployments/${deployment.id}`;
  return {
    url: `${url}/statuses/${status.id}`,
    id: status.id,
    node_id: nodeId('DES', status.id),
    state: status.state,
    creator: accountShape(world, status.creator),
    description: status.description,
    environment: deployment.environment,
    target_url: status.targetUrl,
    created_at: isoTime(status.createdAt),
    updated_at: isoTime(status.createdAt),
    deployment_url: url,
    repository_url: apiUrl(world, repository),
    environment_url: status.environmentUrl,
    log_url: status.targetUrl,
    performed_via_github_app: appOrNull(world, deployment.viaApp),
  };
}
