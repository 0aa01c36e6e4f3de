import { z } from 'zod';
import type { EpochMs } from '../../investigation/time.ts';
import { vendorTime } from '../vendor-time.ts';
import { BEARER_SOURCE } from './bearer-source.ts';
import { type DeployReading, defineDeploySource } from './contract.ts';
import { BUS_LABELS, busEvent, busSetup } from './eventbridge.ts';
import { rolloutReading, type ToldRollout } from './rollout-reading.ts';

const DETAIL_TYPE = 'ECS Deployment State Change';
const Detail = z.object({
  eventName: z.string(),
  deploymentId: z.string().min(1),
  updatedAt: z.string().nullish(),
});

const STATES: Readonly<Record<string, ToldRollout['state']>> = {
  SERVICE_DEPLOYMENT_IN_PROGRESS: 'in_progress',
  SERVICE_DEPLOYMENT_COMPLETED: 'success',
  SERVICE_DEPLOYMENT_FAILED: 'failure',
};

export const ecs = defineDeploySource({
  id: 'ecs',
  name: 'Amazon ECS through EventBridge',
  docs: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_deployment_events.html',
  setup: `${busSetup('ecs', { source: ['aws.ecs'], 'detail-type': [DETAIL_TYPE] })}

The event names the service and no commit; a failed deployment is one that the circuit breaker took back. ${BUS_LABELS}`,
  keepHeaders: ['user-agent'],
  ...BEARER_SOURCE,
  read: readEvent,
});

function readEvent(body: unknown, _headers: unknown, receivedAt: EpochMs): DeployReading {
  const event = busEvent(body, { detailType: DETAIL_TYPE, detail: Detail, name: 'ECS' });
  if (event.kind !== 'event') return event;
  const { labels, detail, resources } = event;
  const state = Object.hasOwn(STATES, detail.eventName) ? STATES[detail.eventName] : undefined;
  if (state === undefined) return { kind: 'ignored', reason: 'The event tells of no step of a deployment.' };
  // arn:aws:ecs:REGION:ACCOUNT:service/CLUSTER/SERVICE, in accounts of before 2018 without the cluster.
  const service = resources
    .map((arn) => /:service\/(?:[^/]+\/)?([^/]+)$/.exec(arn)?.[1])
    .find((name) => name !== undefined);
  if (service === undefined) return { kind: 'unmapped', reason: 'The event names no service of ECS in its resources.' };
  const at = vendorTime(detail.updatedAt ?? undefined) ?? event.at;
  const id = `${service}/${detail.deploymentId}`;
  return rolloutReading({ id, state, at, receivedAt, labels, service, tool: 'ECS', takesBack: true });
}
