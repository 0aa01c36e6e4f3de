import type { Event } from '@aws-sdk/client-cloudtrail';
import type { CaseChange } from '../../investigation/case.ts';
import { plainName } from '../../investigation/incident/plain-name.ts';
import { OperationalError } from '../../platform/errors.ts';
import { askAws } from './aws/aws-failure.ts';
import { AwsOptions, awsSetup } from './aws/aws-options.ts';
import { openAwsClient } from './aws/open-aws-client.ts';
import { defineTelemetryReader } from './contract.ts';

/** LookupEvents takes two calls a second in a region, for everybody in the account. */
const MOST_PAGES = 4;
const PAGE = 50;
const CONFIGURATION = /^(ssm|appconfig|secretsmanager)\./;
/** What machines do all day. */
const NOISE =
  /^(AssumeRole|CreateLog(Stream|Group)|PutLogEvents|UpdateInstanceInformation|PutMetric|Console|Renew|CreateNetworkInterface|DeleteNetworkInterface|StartQuery|StopQuery|Get|List|Describe|Send|Receive)/;

export const cloudtrail = defineTelemetryReader({
  id: 'cloudtrail',
  name: 'AWS CloudTrail',
  docs: 'https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html',
  setup: awsSetup(
    'cloudtrail',
    `

It tells what people and pipelines changed in the account: calls that wrote something, and only those that name the service
in one of their resources, since an account is full of others.`,
  ),
  options: AwsOptions,
  probe: 'changes',
  async read(query, connection) {
    const { CloudTrailClient, LookupEventsCommand, DeleteTrailCommand } = await import('@aws-sdk/client-cloudtrail');
    const client = await openAwsClient(
      {
        service: 'cloudtrail',
        name: 'CloudTrail',
        open: (settings) => new CloudTrailClient(settings),
        probe: (one) => one.send(new DeleteTrailCommand({ Name: `whatchanged-probe-${crypto.randomUUID()}` })),
      },
      connection,
    );
    const changes: CaseChange[] = [];
    const partial: string[] = [];
    const { options, signal } = connection;
    let NextToken: string | undefined;
    for (let page = 1; ; page += 1) {
      const command = new LookupEventsCommand({
        LookupAttributes: [{ AttributeKey: 'ReadOnly', AttributeValue: 'false' }],
        StartTime: new Date(query.from),
        EndTime: new Date(query.to),
        MaxResults: PAGE,
        ...(NextToken === undefined ? {} : { NextToken }),
      });
      const answer = await askAws(options, 'CloudTrail', signal, () => client.send(command));
      if (!Array.isArray(answer.Events))
        throw new OperationalError('upstream-nonsense', 'CloudTrail answered without events');
      changes.push(...answer.Events.flatMap((event) => changeOf(event, query.as.service) ?? []));
      if (answer.NextToken === undefined) break;
      if (page === MOST_PAGES || answer.NextToken === NextToken) {
        partial.push(`only the newest ${page * PAGE} events were looked at`);
        break;
      }
      NextToken = answer.NextToken;
    }
    return { series: [], changes: changes.sort((a, b) => a.at - b.at), partial };
  },
});

function changeOf(event: Event, service: string): CaseChange | undefined {
  const { EventId, EventName = '', EventSource = '', EventTime, Username, Resources = [] } = event;
  if (EventTime === undefined || NOISE.test(EventName)) return undefined;
  const named = Resources.map(({ ResourceName = '' }) => ResourceName).find((name) => tells(name, service));
  if (named === undefined) return undefined;
  return {
    ...(EventId === undefined ? {} : { id: EventId }),
    kind: CONFIGURATION.test(EventSource) ? 'config' : 'infrastructure',
    service,
    at: EventTime.getTime(),
    title: `${EventName} ${named}`.slice(0, 200),
    ...(Username === undefined ? {} : { actor: Username }),
  };
}

/** Whether a resource's name or ARN has the service's name as one of its parts, or as the beginning of one. */
function tells(resource: string, service: string): boolean {
  const wanted = plainName(service);
  if (wanted === '') return false;
  return resource.split(/[/:]/).some((part) => {
    const words = part.split(/[-_.]/);
    return words.some((_, count) => plainName(words.slice(0, count + 1).join('-')) === wanted);
  });
}
