import type { Resource, ResourceExplorer2Client } from '@aws-sdk/client-resource-explorer-2';
import type { CallEdge } from '../../../investigation/case.ts';
import { plainName } from '../../../investigation/incident/plain-name.ts';
import type { Connection, TelemetryAnswer, TelemetryQuery } from '../contract.ts';
import { askAws } from './aws-failure.ts';
import type { AwsOptions } from './aws-options.ts';
import { resourceTags } from './resource-tags.ts';
import { resourcesQuestion } from './resources-question.ts';
import { searchResources } from './search-resources.ts';

const MOST_EDGES = 20;
const PLACE_KEYS = ['env', 'environment', 'stage'];

/**
 * What a service calls and can be down with: resource types of Resource Explorer ("Resource types you can search for",
 * docs.aws.amazon.com, read 2026-11). What stands before a service or is the service itself is none of them.
 */
const CALLED: ReadonlySet<string> = new Set([
  ...['rds:db', 'rds:cluster', 'dynamodb:table', 'redshift:cluster', 'es:domain', 's3:bucket'],
  ...['elasticache:cluster', 'elasticache:replicationgroup', 'elasticache:serverlesscache', 'memorydb:cluster'],
  ...['sqs:queue', 'sns:topic', 'kinesis:stream', 'kafka:cluster', 'events:event-bus', 'mq:broker'],
]);

interface ResourceOptions extends AwsOptions {
  readonly view: string;
  readonly tagKeys: readonly string[];
}

/**
 * What a service stands on, as edges: Search (Resource Explorer API reference, read 2026-11) for resources that carry its
 * name under one of the keys, all pages. A view without tags finds none, and that is told.
 */
export async function readResources(
  query: TelemetryQuery,
  client: ResourceExplorer2Client,
  connection: Connection<ResourceOptions>,
): Promise<TelemetryAnswer> {
  const { resources: service, environment } = resourcesQuestion(query.query);
  const { tagKeys, view } = connection.options;
  const search = `tag.key:${tagKeys.map(quoted).join(',')} tag.value:${quoted(service)}`;
  const { found, partial } = await searchResources(search, view, client, connection);
  const names = new Set(found.filter((one) => isCalled(one, tagKeys, service, environment)).map(nameOf));
  const called = [...names].filter((to) => to !== '' && plainName(to) !== plainName(service)).sort();
  const topology = called.slice(0, MOST_EDGES).map((to): CallEdge => ({ from: service, to }));
  return {
    series: [],
    topology,
    partial: [
      ...partial,
      ...(found.length === 0 ? await withoutTags(client, connection) : []),
      ...(called.length > MOST_EDGES ? [`only ${MOST_EDGES} of ${called.length} resources were looked at`] : []),
    ],
  };
}

function isCalled(
  resource: Resource,
  tagKeys: readonly string[],
  service: string,
  environment: string | undefined,
): boolean {
  if (!CALLED.has(resource.ResourceType ?? '')) return false;
  const tags = resourceTags(resource);
  const is = (key: string, value: string) => plainName(tags.get(key.toLowerCase()) ?? '?') === plainName(value);
  const elsewhere = PLACE_KEYS.some((key) => tags.has(key) && environment !== undefined && !is(key, environment));
  // A key and a value that both fit may still be of two tags.
  return !elsewhere && tagKeys.some((key) => is(key, service));
}

/** Why nothing was found, where the view cannot see tags at all. */
async function withoutTags(
  client: ResourceExplorer2Client,
  { options, signal }: Connection<ResourceOptions>,
): Promise<readonly string[]> {
  const { GetViewCommand } = await import('@aws-sdk/client-resource-explorer-2');
  const command = new GetViewCommand({ ViewArn: options.view });
  const { View } = await askAws(options, 'Resource Explorer', signal, () => client.send(command));
  const sees = (View?.IncludedProperties ?? []).some(({ Name }) => Name === 'tags');
  return sees ? [] : ['the view does not include tags, so no resource of a service can be found in it'];
}

/** The name that people know: the last part of the ARN. */
function nameOf({ Arn = '' }: Resource): string {
  return Arn.split(/[:/]/).at(-1) ?? '';
}

function quoted(text: string): string {
  return `"${text}"`;
}
