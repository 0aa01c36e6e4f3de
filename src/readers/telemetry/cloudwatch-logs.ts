import { z } from 'zod';
import { AwsOptions, awsSetup } from './aws/aws-options.ts';
import { openAwsClient } from './aws/open-aws-client.ts';
import { readLogQuery } from './aws/read-log-query.ts';
import { defineTelemetryReader } from './contract.ts';

const CloudWatchLogsOptions = AwsOptions.extend({
  logGroups: z
    .array(z.string().regex(/^[\w./#{}-]{1,512}$/, 'is not the name of a log group'))
    .max(50)
    .default([])
    .describe('The log groups that are searched; {service} stands for the name of the service.'),
});

export const cloudwatchLogs = defineTelemetryReader({
  id: 'cloudwatch-logs',
  name: 'Amazon CloudWatch Logs Insights',
  docs: 'https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartQuery.html',
  setup: awsSetup(
    'cloudwatch-logs',
    `

\`logGroups\` are the groups that are searched, such as \`/ecs/{service}\`; a function of Lambda has its own. A query is one of
Logs Insights; with \`stats … by bin(1m)\` its rows are series. It is limited to the time of the incident and stopped after 15
seconds, since a query costs by what it scans.`,
  ),
  options: CloudWatchLogsOptions,
  probe: 'fields @timestamp | limit 1',
  async read(query, connection) {
    const { CloudWatchLogsClient, DeleteLogGroupCommand } = await import('@aws-sdk/client-cloudwatch-logs');
    const client = await openAwsClient(
      {
        service: 'logs',
        name: 'CloudWatch Logs',
        open: (settings) => new CloudWatchLogsClient(settings),
        probe: (one) =>
          one.send(new DeleteLogGroupCommand({ logGroupName: `whatchanged-probe-${crypto.randomUUID()}` })),
      },
      connection,
    );
    return readLogQuery(query, connection.options.logGroups, client, connection);
  },
});
