import { AwsOptions, awsSetup } from './aws/aws-options.ts';
import { openAwsClient } from './aws/open-aws-client.ts';
import { readServiceGraph } from './aws/read-service-graph.ts';
import { readServiceStatistics } from './aws/read-service-statistics.ts';
import { xrayQuestion } from './aws/xray-question.ts';
import { defineTelemetryReader } from './contract.ts';
import { type LabelNames, toCaseSeries } from './range/to-case-series.ts';

/** A statistic is asked of one service and told without labels. */
const NAMES: LabelNames = { service: [], version: [], instance: [], peer: [] };

export const xray = defineTelemetryReader({
  id: 'xray',
  name: 'AWS X-Ray',
  docs: 'https://docs.aws.amazon.com/xray/latest/api/API_GetServiceGraph.html',
  setup: awsSetup(
    'xray',
    `

It tells who calls whom, since the service graph of the last hours becomes the topology, and how each traced service does:
requests, faults and latency over time. A query is \`{"graph": true}\` or \`{"statistic": "faults", "service": "checkout"}\`
with \`requests\`, \`faults\` (5xx), \`errors\` (4xx), \`throttles\` (429) or \`latency\` (95th percentile, in seconds). Counts are
of the traces that X-Ray kept, so with sampling they are a share of all requests.`,
  ),
  options: AwsOptions,
  probe: '{"graph": true}',
  async read(query, connection) {
    const question = xrayQuestion(query.query, query.as.service);
    const { XRayClient, DeleteGroupCommand } = await import('@aws-sdk/client-xray');
    const client = await openAwsClient(
      {
        service: 'xray',
        name: 'X-Ray',
        open: (settings) => new XRayClient(settings),
        probe: (one) => one.send(new DeleteGroupCommand({ GroupName: `whatchanged-probe-${crypto.randomUUID()}` })),
      },
      connection,
    );
    if ('graph' in question) return readServiceGraph(query, client, connection);
    const { statistic, service } = question;
    return toCaseSeries(
      await readServiceStatistics(statistic, service, query, client, connection),
      query,
      NAMES,
      'start',
    );
  },
});
