import { foreignText } from '../foreign-text.ts';
import { vendorTime } from '../vendor-time.ts';
import { BEARER_SOURCE } from './bearer-source.ts';
import { CLOUDTRAIL_DETAIL_TYPE, CloudTrailCall, callerOf, parameterOf } from './cloudtrail-call.ts';
import { type DeployReading, defineDeploySource, type SeenChange } from './contract.ts';
import { busEvent, busSetup } from './eventbridge.ts';

/** One call that changes what runs: what kind of change it is, and the parameters that name what it changes. */
type Watched = readonly [kind: SeenChange['kind'], ...named: string[]];

/** By event source, the calls that are kept. Everything else is ignored: most of what AWS records breaks nothing. */
const WATCHED: Readonly<Record<string, Readonly<Record<string, Watched>>>> = {
  'rds.amazonaws.com': {
    ModifyDBInstance: ['infrastructure', 'dBInstanceIdentifier'],
    ModifyDBCluster: ['infrastructure', 'dBClusterIdentifier'],
    ModifyDBParameterGroup: ['config', 'dBParameterGroupName'],
    RebootDBInstance: ['infrastructure', 'dBInstanceIdentifier'],
    FailoverDBCluster: ['infrastructure', 'dBClusterIdentifier'],
  },
  'ec2.amazonaws.com': {
    AuthorizeSecurityGroupIngress: ['infrastructure', 'groupId'],
    RevokeSecurityGroupIngress: ['infrastructure', 'groupId'],
    RevokeSecurityGroupEgress: ['infrastructure', 'groupId'],
    ModifySecurityGroupRules: ['infrastructure'],
    CreateRoute: ['infrastructure', 'routeTableId'],
    ReplaceRoute: ['infrastructure', 'routeTableId'],
    DeleteRoute: ['infrastructure', 'routeTableId'],
    ReplaceNetworkAclEntry: ['infrastructure', 'networkAclId'],
    ModifyInstanceAttribute: ['infrastructure', 'instanceId'],
  },
  'elasticloadbalancing.amazonaws.com': {
    ModifyListener: ['infrastructure', 'listenerArn'],
    ModifyRule: ['infrastructure', 'ruleArn'],
    ModifyTargetGroup: ['infrastructure', 'targetGroupArn'],
    ModifyLoadBalancerAttributes: ['infrastructure', 'loadBalancerArn'],
  },
  'autoscaling.amazonaws.com': {
    UpdateAutoScalingGroup: ['infrastructure', 'autoScalingGroupName'],
    StartInstanceRefresh: ['infrastructure', 'autoScalingGroupName'],
    SetDesiredCapacity: ['infrastructure', 'autoScalingGroupName'],
  },
  'ecs.amazonaws.com': { UpdateService: ['infrastructure', 'service'], DeleteService: ['infrastructure', 'service'] },
  'eks.amazonaws.com': {
    UpdateNodegroupVersion: ['infrastructure', 'nodegroupName', 'name'],
    UpdateClusterVersion: ['infrastructure', 'name'],
  },
  'lambda.amazonaws.com': {
    UpdateFunctionConfiguration20150331v2: ['config', 'functionName'],
    PutFunctionConcurrency20171031: ['config', 'functionName'],
    DeleteFunctionConcurrency20171031: ['config', 'functionName'],
  },
  'iam.amazonaws.com': {
    PutRolePolicy: ['infrastructure', 'roleName'],
    DeleteRolePolicy: ['infrastructure', 'roleName'],
    AttachRolePolicy: ['infrastructure', 'roleName'],
    DetachRolePolicy: ['infrastructure', 'roleName'],
    UpdateAssumeRolePolicy: ['infrastructure', 'roleName'],
  },
  'ssm.amazonaws.com': { PutParameter: ['config', 'name'], DeleteParameter: ['config', 'name'] },
  'secretsmanager.amazonaws.com': {
    PutSecretValue: ['config', 'secretId'],
    UpdateSecret: ['config', 'secretId'],
    RotateSecret: ['config', 'secretId'],
    DeleteSecret: ['config', 'secretId'],
  },
  'appconfig.amazonaws.com': { StartDeployment: ['config', 'applicationId'] },
  'kms.amazonaws.com': {
    DisableKey: ['infrastructure', 'keyId'],
    ScheduleKeyDeletion: ['infrastructure', 'keyId'],
    PutKeyPolicy: ['infrastructure', 'keyId'],
  },
  'dynamodb.amazonaws.com': { UpdateTable: ['infrastructure', 'tableName'] },
  'elasticache.amazonaws.com': {
    ModifyReplicationGroup: ['infrastructure', 'replicationGroupId'],
    ModifyCacheCluster: ['infrastructure', 'cacheClusterId'],
    ModifyCacheParameterGroup: ['config', 'cacheParameterGroupName'],
  },
  'sqs.amazonaws.com': { SetQueueAttributes: ['config', 'queueUrl'] },
  'route53.amazonaws.com': { ChangeResourceRecordSets: ['infrastructure', 'hostedZoneId'] },
  'cloudfront.amazonaws.com': { UpdateDistribution: ['infrastructure', 'id'] },
  'wafv2.amazonaws.com': { UpdateWebACL: ['infrastructure', 'name'] },
  'apigateway.amazonaws.com': {
    CreateDeployment: ['infrastructure', 'restApiId'],
    UpdateStage: ['config', 'restApiId'],
  },
  'cloudformation.amazonaws.com': {
    UpdateStack: ['infrastructure', 'stackName'],
    ExecuteChangeSet: ['infrastructure', 'stackName'],
    DeleteStack: ['infrastructure', 'stackName'],
  },
};

export const cloudtrail = defineDeploySource({
  id: 'cloudtrail',
  name: 'AWS CloudTrail through EventBridge',
  docs: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html',
  setup: `${busSetup('cloudtrail', {
    'detail-type': [CLOUDTRAIL_DETAIL_TYPE],
    detail: {
      eventSource: Object.keys(WATCHED),
      eventName: [...new Set(Object.values(WATCHED).flatMap((calls) => Object.keys(calls)))].sort(),
    },
  })}

Each call is kept as a change of the infrastructure or the configuration, with the name of what it changed and who did it.
No other parameter of a call is read. \`"whatchanged": { "service": "checkout" }\`, added by an input transformer beside
\`detail\`, ties it to a service.`,
  keepHeaders: ['user-agent'],
  ...BEARER_SOURCE,
  read: readEvent,
});

function readEvent(body: unknown): DeployReading {
  const event = busEvent(body, { detailType: CLOUDTRAIL_DETAIL_TYPE, detail: CloudTrailCall, name: 'CloudTrail' });
  if (event.kind !== 'event') return event;
  const { detail, labels } = event;
  const watched = watchedCall(detail);
  if (watched === undefined) return { kind: 'ignored', reason: 'The call is none of those that are kept as changes.' };
  if (detail.errorCode) return { kind: 'ignored', reason: 'The call failed: nothing changed.' };
  const [kind, ...named] = watched;
  const what = named.map((name) => parameterOf(detail, name)).filter((value) => value !== undefined);
  const actor = callerOf(detail);
  const service = detail.eventSource.replace(/\.amazonaws\.com$/, '');
  const change: SeenChange = {
    id: foreignText(detail.eventID ?? event.id, 200),
    kind,
    at: vendorTime(detail.eventTime ?? undefined) ?? event.at,
    title: foreignText(`AWS ${service} ${detail.eventName}${what.map((value) => ` ${value}`).join('')}`, 300),
    ...(labels.service !== undefined && { service: labels.service }),
    ...(labels.environment !== undefined && { environment: labels.environment }),
    ...(actor !== undefined && { actor }),
  };
  return { kind: 'changes', changes: [change] };
}

function watchedCall({ eventSource, eventName, readOnly }: CloudTrailCall): Watched | undefined {
  const calls = Object.hasOwn(WATCHED, eventSource) ? WATCHED[eventSource] : undefined;
  if (readOnly === true || calls === undefined || !Object.hasOwn(calls, eventName)) return undefined;
  return calls[eventName];
}
