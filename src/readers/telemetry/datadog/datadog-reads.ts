/**
 * The only requests to Datadog that are ever made, with the scope that an application key needs for each
 * (docs.datadoghq.com/api, read 2026-11). Searches are POSTs, so the method alone tells nothing.
 */
export const DATADOG_READS = [
  {
    method: 'POST',
    path: /^\/api\/v2\/query\/timeseries$/,
    shown: '/api/v2/query/timeseries',
    scope: 'timeseries_query',
  },
  {
    method: 'POST',
    path: /^\/api\/v2\/logs\/events\/search$/,
    shown: '/api/v2/logs/events/search',
    scope: 'logs_read_data',
  },
  { method: 'POST', path: /^\/api\/v2\/events\/search$/, shown: '/api/v2/events/search', scope: 'events_read' },
  { method: 'GET', path: /^\/api\/v1\/query$/, shown: '/api/v1/query', scope: 'timeseries_query' },
  { method: 'GET', path: /^\/api\/v1\/monitor\/\d+$/, shown: '/api/v1/monitor/{id}', scope: 'monitors_read' },
  {
    method: 'GET',
    path: /^\/api\/v1\/service_dependencies$/,
    shown: '/api/v1/service_dependencies',
    scope: 'apm_read',
  },
] as const;

/** Log search needs this one too where logs are kept in indexes. */
const INDEXES = 'logs_read_index_data';

/** The scopes of the application key: these and no other. */
export function datadogScopes(): readonly string[] {
  return [...new Set([...DATADOG_READS.map(({ scope }) => scope), INDEXES])].sort();
}
