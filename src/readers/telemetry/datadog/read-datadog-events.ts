import type { EventsListRequest } from '@datadog/datadog-api-client/dist/packages/datadog-api-client-v2/models/EventsListRequest.js';
import type { CaseChange } from '../../../investigation/case.ts';
import { OperationalError } from '../../../platform/errors.ts';
import type { Connection, TelemetryAnswer, TelemetryQuery } from '../contract.ts';
import { askDatadog, datadogConfiguration } from './ask-datadog.ts';
import type { DatadogOptions } from './datadog-options.ts';
import { tagLabels } from './read-timeseries.ts';

const MOST = 200;
const FLAGS = /launchdarkly|split|feature.?flag|flagsmith|statsig|unleash/i;
const INFRASTRUCTURE = /terraform|kubernetes|cloudtrail|aws|azure|gcp|ansible|chef|puppet/i;
const LONGEST_TITLE = 200;

/** Reads POST /api/v2/events/search (docs.datadoghq.com/api/latest/events, read 2026-11) as changes, oldest first. */
export async function readDatadogEvents(
  search: string,
  query: TelemetryQuery,
  connection: Connection<DatadogOptions>,
): Promise<TelemetryAnswer> {
  const { EventsApi } = await import(
    '@datadog/datadog-api-client/dist/packages/datadog-api-client-v2/apis/EventsApi.js'
  );
  const api = new EventsApi(await datadogConfiguration(connection));
  const body: EventsListRequest = {
    filter: { query: search, from: String(query.from), to: String(query.to) },
    sort: 'timestamp',
    page: { limit: MOST },
  };
  const answer = await askDatadog(connection, () => api.searchEvents({ body }));
  if (!Array.isArray(answer?.data)) throw new OperationalError('upstream-nonsense', 'Datadog answered without events');
  const changes = answer.data.flatMap(({ id, attributes }): CaseChange[] => {
    const at = attributes?.timestamp?.getTime();
    if (attributes === undefined || at === undefined) return [];
    const { title, service, sourceTypeName = '' } = attributes.attributes ?? {};
    const labels = tagLabels(attributes.tags ?? []);
    const told = `${sourceTypeName} ${labels.source ?? ''} ${title ?? ''}`;
    const of = service ?? labels.service;
    return [
      {
        ...(id === undefined ? {} : { id }),
        kind: FLAGS.test(told) ? 'flag' : INFRASTRUCTURE.test(told) ? 'infrastructure' : 'config',
        at,
        ...(of === undefined ? {} : { service: of }),
        title: (title ?? attributes.message ?? 'an event').slice(0, LONGEST_TITLE),
      },
    ];
  });
  const more =
    answer.meta?.page?.after === undefined || answer.data.length < MOST
      ? []
      : [`only the first ${MOST} events were read`];
  return { series: [], changes, partial: more };
}
