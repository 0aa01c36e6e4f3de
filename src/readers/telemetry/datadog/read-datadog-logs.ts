import type { LogsListRequest } from '@datadog/datadog-api-client/dist/packages/datadog-api-client-v2/models/LogsListRequest.js';
import type { LogRow } from '../../../investigation/case.ts';
import { OperationalError } from '../../../platform/errors.ts';
import type { Connection, TelemetryAnswer, TelemetryQuery } from '../contract.ts';
import { cutMessage, MOST_LOG_ROWS } from '../range/log-limits.ts';
import { askDatadog, datadogConfiguration } from './ask-datadog.ts';
import type { DatadogOptions } from './datadog-options.ts';

const PAGE = 1_000;

/** Reads POST /api/v2/logs/events/search (docs.datadoghq.com/api/latest/logs, read 2026-11), oldest first. */
export async function readDatadogLogs(
  search: string,
  query: TelemetryQuery,
  connection: Connection<DatadogOptions>,
): Promise<TelemetryAnswer> {
  const { LogsApi } = await import('@datadog/datadog-api-client/dist/packages/datadog-api-client-v2/apis/LogsApi.js');
  const api = new LogsApi(await datadogConfiguration(connection));
  const logs: LogRow[] = [];
  const partial = new Set<string>();
  let cursor: string | undefined;
  do {
    const body: LogsListRequest = {
      filter: { query: search, from: new Date(query.from).toISOString(), to: new Date(query.to).toISOString() },
      sort: 'timestamp',
      page: { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) },
    };
    const answer = await askDatadog(connection, () => api.listLogs({ body }));
    if (!Array.isArray(answer?.data)) throw new OperationalError('upstream-nonsense', 'Datadog answered without logs');
    for (const { attributes } of answer.data) {
      const at = attributes?.timestamp?.getTime();
      if (attributes === undefined || at === undefined) continue;
      const stack = (attributes.attributes?.error as { stack?: unknown } | undefined)?.stack;
      const message = [attributes.message ?? '', typeof stack === 'string' ? stack : ''].filter((text) => text !== '');
      logs.push({
        at,
        service: attributes.service ?? query.as.service,
        ...(attributes.status === undefined ? {} : { level: attributes.status }),
        message: cutMessage(message.join('\n')),
      });
    }
    const { meta } = answer;
    for (const warning of meta?.warnings ?? [])
      partial.add(`Datadog remarked: ${warning.detail ?? warning.title ?? ''}`);
    if (meta?.status === 'timeout') partial.add('Datadog searched only a part of the logs in time');
    const next = answer.data.length === 0 ? undefined : meta?.page?.after;
    if (next !== undefined && (next === cursor || logs.length >= MOST_LOG_ROWS)) {
      partial.add(`only the first ${logs.length} lines were read`);
      break;
    }
    cursor = next;
  } while (cursor !== undefined);
  return { series: [], logs, partial: [...partial] };
}
