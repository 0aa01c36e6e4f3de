import type { EpochMs } from '../../investigation/time.ts';
import { foreignText } from '../foreign-text.ts';
import { vendorTime } from '../vendor-time.ts';
import { BEARER_SOURCE } from './bearer-source.ts';
import { CLOUDTRAIL_DETAIL_TYPE, CloudTrailCall, callerOf, parameterOf } from './cloudtrail-call.ts';
import { type DeployReading, defineDeploySource } from './contract.ts';
import { BUS_LABELS, busEvent, busSetup } from './eventbridge.ts';
import { rolloutReading } from './rollout-reading.ts';

/** The calls that put other code into service; their names carry the API's date, such as UpdateFunctionCode20150331v2. */
const DEPLOYS = ['CreateFunction', 'UpdateFunctionCode', 'PublishVersion', 'UpdateAlias'];
const COMMIT = /(?:^|[^0-9a-f])([0-9a-f]{40})(?:$|[^0-9a-f])/i;

export const lambda = defineDeploySource({
  id: 'lambda',
  name: 'AWS Lambda through EventBridge',
  docs: 'https://docs.aws.amazon.com/lambda/latest/dg/logging-using-cloudtrail.html',
  setup: `${busSetup('lambda', {
    source: ['aws.lambda'],
    'detail-type': [CLOUDTRAIL_DETAIL_TYPE],
    detail: { eventSource: ['lambda.amazonaws.com'], eventName: DEPLOYS.map((prefix) => ({ prefix })) },
  })}

CloudTrail records these calls. A full commit id in the description of a version or alias
(\`aws lambda publish-version --description "$(git rev-parse HEAD)"\`) makes it a deploy of that commit. ${BUS_LABELS}`,
  keepHeaders: ['user-agent'],
  ...BEARER_SOURCE,
  read: readEvent,
});

function readEvent(body: unknown, _headers: unknown, receivedAt: EpochMs): DeployReading {
  const event = busEvent(body, { detailType: CLOUDTRAIL_DETAIL_TYPE, detail: CloudTrailCall, name: 'CloudTrail' });
  if (event.kind !== 'event') return event;
  const { detail, labels } = event;
  const call = DEPLOYS.find((name) => detail.eventName.replace(/\d{8}(?:v\d+)?$/, '') === name);
  if (detail.eventSource !== 'lambda.amazonaws.com' || call === undefined) {
    return { kind: 'ignored', reason: 'The call puts no other code of a function into service.' };
  }
  if (detail.errorCode) return { kind: 'ignored', reason: 'The call failed: nothing changed.' };
  const called = parameterOf(detail, 'functionName');
  if (called === undefined) return { kind: 'unmapped', reason: 'The call names no function.' };
  // The name may be an ARN, with a version or an alias after it.
  const service = /(?:^|:function:)([A-Za-z0-9-_]{1,140})(?::[^:]*)?$/.exec(called)?.[1] ?? called;
  const sha = COMMIT.exec(parameterOf(detail, 'description') ?? '')?.[1]?.toLowerCase();
  const actor = callerOf(detail);
  return rolloutReading({
    id: `${foreignText(service, 140)}/${foreignText(detail.eventID ?? event.id, 100)}`,
    state: 'success',
    at: vendorTime(detail.eventTime ?? undefined) ?? event.at,
    receivedAt,
    service,
    labels,
    tool: `Lambda ${call}:`,
    ...(sha !== undefined && { sha }),
    ...(actor !== undefined && { actor }),
  });
}
