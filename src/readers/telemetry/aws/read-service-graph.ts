import type { Service, XRayClient } from '@aws-sdk/client-xray';
import type { CallEdge } from '../../../investigation/case.ts';
import { OperationalError } from '../../../platform/errors.ts';
import type { Connection, TelemetryAnswer, TelemetryQuery } from '../contract.ts';
import { askAws } from './aws-failure.ts';
import type { AwsOptions } from './aws-options.ts';

/** X-Ray answers a graph of at most six hours. */
const LONGEST_MS = 6 * 3_600_000;
const MOST_PAGES = 10;
/** Nodes that are no service: the people before it. */
const CLIENT = 'client';

/** Who calls whom in the last hours: GetServiceGraph (X-Ray API reference, read 2026-11), all pages as one graph. */
export async function readServiceGraph(
  query: TelemetryQuery,
  client: XRayClient,
  { options, signal }: Connection<AwsOptions>,
): Promise<TelemetryAnswer> {
  const { GetServiceGraphCommand } = await import('@aws-sdk/client-xray');
  const services: Service[] = [];
  const partial: string[] = [];
  let NextToken: string | undefined;
  for (let page = 1; ; page += 1) {
    const command = new GetServiceGraphCommand({
      StartTime: new Date(Math.max(query.from, query.to - LONGEST_MS)),
      EndTime: new Date(query.to),
      ...(NextToken === undefined ? {} : { NextToken }),
    });
    const answer = await askAws(options, 'X-Ray', signal, () => client.send(command));
    if (!Array.isArray(answer.Services)) {
      throw new OperationalError('upstream-nonsense', 'X-Ray answered without a service graph');
    }
    services.push(...answer.Services);
    if (answer.NextToken === undefined) break;
    if (page === MOST_PAGES || answer.NextToken === NextToken) {
      partial.push(`only ${page} pages of the service graph were read`);
      break;
    }
    NextToken = answer.NextToken;
  }
  return { series: [], topology: edgesOf(services), partial };
}

/** The graph's edges by name; the same service is in it once for each kind and account, and tells its edges there. */
function edgesOf(services: readonly Service[]): readonly CallEdge[] {
  const names = new Map(services.map(({ ReferenceId, Name }) => [ReferenceId, Name] as const));
  const edges = new Map<string, CallEdge>();
  for (const { Name: from, Type, Edges = [] } of services) {
    if (from === undefined || Type === CLIENT) continue;
    for (const { ReferenceId } of Edges) {
      const to = names.get(ReferenceId);
      if (to !== undefined && to !== from) edges.set(JSON.stringify([from, to]), { from, to });
    }
  }
  return [...edges.values()];
}
