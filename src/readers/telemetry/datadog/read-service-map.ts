import { z } from 'zod';
import { OperationalError } from '../../../platform/errors.ts';
import { readJsonAnswer } from '../../../platform/read-json-answer.ts';
import type { Connection, TelemetryAnswer } from '../contract.ts';
import { requestDatadog } from './ask-datadog.ts';
import { type DatadogOptions, datadogAddress } from './datadog-options.ts';

const Services = z.record(z.string(), z.object({ calls: z.array(z.string()) }));

/**
 * Who calls whom in an environment, as APM saw it: GET /api/v1/service_dependencies (docs.datadoghq.com/api/v1,
 * Service Dependencies, read 2026-11), which Datadog's own client does not know.
 */
export async function readServiceMap(
  environment: string,
  connection: Connection<DatadogOptions>,
): Promise<TelemetryAnswer> {
  const url = new URL(`${datadogAddress(connection.options)}/api/v1/service_dependencies`);
  url.searchParams.set('env', environment);
  const { apiKey, applicationKey } = connection.options;
  const headers = { accept: 'application/json', 'dd-api-key': apiKey, 'dd-application-key': applicationKey };
  const answer = await requestDatadog(connection, { method: 'GET', url, headers });
  const parsed = Services.safeParse(readJsonAnswer(answer, 'Datadog'));
  if (!parsed.success) throw new OperationalError('upstream-nonsense', 'Datadog answered without a service map');
  const topology = Object.entries(parsed.data).flatMap(([from, { calls }]) => calls.map((to) => ({ from, to })));
  return { series: [], topology, partial: [] };
}
