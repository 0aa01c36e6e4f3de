import { createDeployment, createDeploymentStatus } from '../acts/deployments.ts';
import { notFound } from '../server/http-failure.ts';
import { paginate } from '../server/paginate.ts';
import { type Answer, type Call, created, ok, type Route } from '../server/route.ts';
import { deploymentShape, deploymentStatusShape } from '../shapes/deployment.ts';
import type { Deployment, DeploymentState } from '../world/deployment.ts';
import { by } from './by.ts';

const DEPLOYMENTS = '/repos/{owner}/{repo}/deployments';

function deploymentOf(call: Call): Deployment {
  const found = call.repository.deployments.get(Number(call.params.deployment_id));
  if (found === undefined) throw notFound();
  return found;
}

/** Deployments and their statuses, newest first. */
export const deploymentRoutes: readonly Route[] = [
  {
    operation: `GET ${DEPLOYMENTS}`,
    access: ['deployments:read'],
    handle: (call) => {
      const wanted = (key: 'sha' | 'ref' | 'task' | 'environment', deployment: Deployment) => {
        const value = call.query.get(key);
        return value === null || value === 'none' || deployment[key] === value;
      };
      const all = [...call.repository.deployments.values()]
        .filter((one) => wanted('sha', one) && wanted('ref', one) && wanted('task', one) && wanted('environment', one))
        .toSorted((one, other) => other.createdAt - one.createdAt || other.id - one.id);
      return paginate(call, all, (one) => deploymentShape(call.world, call.repository, one));
    },
  },
  {
    operation: `GET ${DEPLOYMENTS}/{deployment_id}`,
    access: ['deployments:read'],
    handle: (call) => ok(deploymentShape(call.world, call.repository, deploymentOf(call))),
  },
  {
    operation: `GET ${DEPLOYMENTS}/{deployment_id}/statuses`,
    access: ['deployments:read'],
    handle: (call) => {
      const deployment = deploymentOf(call);
      return paginate(call, deployment.statuses.toReversed(), (status) =>
        deploymentStatusShape(call.world, call.repository, deployment, status),
      );
    },
  },
  { operation: `POST ${DEPLOYMENTS}`, access: ['deployments:write'], violation: 'deployment', handle: create },
  {
    operation: `POST ${DEPLOYMENTS}/{deployment_id}/statuses`,
    access: ['deployments:write'],
    violation: 'deployment status',
    handle: (call) => {
      const { body } = call;
      const deployment = deploymentOf(call);
      const status = createDeploymentStatus(call.world, call.repository, deployment, {
        state: body.state as DeploymentState,
        description: body.description as string | undefined,
        logUrl: body.log_url as string | undefined,
        environmentUrl: body.environment_url as string | undefined,
        autoInactive: body.auto_inactive as boolean | undefined,
        ...by(call),
      });
      return created(deploymentStatusShape(call.world, call.repository, deployment, status));
    },
  },
];

async function create(call: Call): Promise<Answer> {
  const { body } = call;
  const deployment = await createDeployment(call.world, call.repository, {
    ref: String(body.ref),
    environment: body.environment as string | undefined,
    task: body.task as string | undefined,
    payload: body.payload as Deployment['payload'] | undefined,
    description: body.description as string | null | undefined,
    transient: body.transient_environment as boolean | undefined,
    production: body.production_environment as boolean | undefined,
    ...by(call),
  });
  return created(deploymentShape(call.world, call.repository, deployment));
}
