import { z } from 'zod';
import { AwsOptions, awsSetup } from './aws/aws-options.ts';
import { openAwsClient } from './aws/open-aws-client.ts';
import { readResources } from './aws/read-resources.ts';
import { defineTelemetryReader } from './contract.ts';

const VIEW = /^arn:aws[\w-]*:resource-explorer-2:[a-z0-9-]+:\d{12}:view\/[\w/-]{1,200}$/;

const ResourceExplorerOptions = AwsOptions.extend({
  view: z
    .string()
    .regex(VIEW, 'is not the ARN of a view of Resource Explorer')
    .describe('The ARN of the view that is searched; it has to include tags.'),
  tagKeys: z
    .array(z.string().regex(/^[\w.:/+@-]{1,128}$/, 'is not the key of a tag'))
    .min(1)
    .max(10)
    .default(['service', 'app', 'application', 'component'])
    .describe('The tags that name the service of a resource.'),
});

export const resourceExplorer = defineTelemetryReader({
  id: 'resource-explorer',
  name: 'AWS Resource Explorer',
  docs: 'https://docs.aws.amazon.com/resource-explorer/latest/apireference/API_Search.html',
  setup: awsSetup(
    'resource-explorer',
    `

It tells what a service stands on: the databases, queues, topics, caches, streams and buckets that carry its name in a tag
become the topology, so that trouble in one of them is looked for there. Add the ARN of a view **that includes tags** as
\`view\`, in the region of the aggregator index to see every region; \`tagKeys\` are the tags that name a service. A query is
\`{"resources": "checkout"}\`.`,
  ),
  options: ResourceExplorerOptions,
  probe: '{"resources": "whatchanged"}',
  async read(query, connection) {
    const { ResourceExplorer2Client, DeleteViewCommand } = await import('@aws-sdk/client-resource-explorer-2');
    const { view } = connection.options;
    const client = await openAwsClient(
      {
        service: 'resource-explorer-2',
        name: 'Resource Explorer',
        open: (settings) => new ResourceExplorer2Client(settings),
        // In the account of the view itself: elsewhere even an administrator's key would be denied, and prove nothing.
        probe: (one) => one.send(new DeleteViewCommand({ ViewArn: strangerOf(view) })),
      },
      connection,
    );
    return readResources(query, client, connection);
  },
});

/** A view beside the given one, that cannot exist. */
function strangerOf(view: string): string {
  return `${view.slice(0, view.indexOf(':view/'))}:view/whatchanged-probe/${crypto.randomUUID()}`;
}
