import { z } from 'zod';
import type { EpochMs } from '../../investigation/time.ts';
import { BEARER_SOURCE } from './bearer-source.ts';
import { type DeployReading, defineDeploySource } from './contract.ts';
import { BUS_LABELS, busEvent, busSetup } from './eventbridge.ts';
import { rolloutReading, type ToldRollout } from './rollout-reading.ts';

const DETAIL_TYPE = 'CodeDeploy Deployment State-change Notification';
const Detail = z.object({
  deploymentId: z.string().min(1),
  application: z.string().min(1),
  deploymentGroup: z.string(),
  state: z.string(),
});

const STATES: Readonly<Record<string, ToldRollout['state']>> = {
  START: 'in_progress',
  READY: 'waiting',
  SUCCESS: 'success',
  FAILURE: 'failure',
  STOP: 'failure',
};

export const codedeploy = defineDeploySource({
  id: 'codedeploy',
  name: 'AWS CodeDeploy through EventBridge',
  docs: 'https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-cloudwatch-events.html',
  setup: `${busSetup('codedeploy', { source: ['aws.codedeploy'], 'detail-type': [DETAIL_TYPE] })}

The event holds no commit. ${BUS_LABELS}`,
  keepHeaders: ['user-agent'],
  ...BEARER_SOURCE,
  read: readEvent,
});

function readEvent(body: unknown, _headers: unknown, receivedAt: EpochMs): DeployReading {
  const event = busEvent(body, { detailType: DETAIL_TYPE, detail: Detail, name: 'CodeDeploy' });
  if (event.kind !== 'event') return event;
  const { at, labels, detail } = event;
  const state = Object.hasOwn(STATES, detail.state) ? STATES[detail.state] : undefined;
  if (state === undefined) return { kind: 'unmapped', reason: 'The state of the deployment is not one that is known.' };
  const id = `${detail.application}/${detail.deploymentGroup}/${detail.deploymentId}`;
  return rolloutReading({ id, state, at, receivedAt, labels, service: detail.application, tool: 'CodeDeploy' });
}
