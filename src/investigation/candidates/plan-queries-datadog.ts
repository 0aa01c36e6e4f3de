import { seriesKind } from '../incident/series-kind.ts';
import type { QueryLanguage, QueryPlanInput, Question } from './query-language.ts';

/** What may stand in a tag filter or a search without quotes and without a chance to become another one. */
const TAG_VALUE = /^[\w.:/-]{1,200}$/;
const PLACE_TAGS = ['env', 'environment'];
const EVALUATION =
  /^\s*(?:(?:change|pct_change)\(\s*\w+\(last_\w+\)\s*,\s*last_\w+\s*\)|(?:avg|sum|min|max|last|percentile|count)\((?:last|next)_\w+\))\s*:\s*/;
const THRESHOLD = /\s*(?:>=|<=|==|>|<)\s*-?[\d.eE+]+\s*$/;
/** What a monitor on something unusual looks at: one metric, and how it is judged. */
const JUDGED =
  /^(?:anomalies|outliers|forecast)\(\s*((?:avg|sum|min|max|count|p\d{2}):[\w.]+\{[^{}]*\}(?:\s*by\s*\{[^{}]*\})?(?:\.\w+\([^()]*\))*)\s*,/;
/** Monitors of whose query no series can be asked: judgements on more than one metric, checks, and what counts events. */
const DERIVED =
  /^\s*(?:change|pct_change|anomalies|outliers|forecast)\(|^\s*"|^\s*logs\(|^\s*(?:events|rum|trace-analytics)\(/;
const LOG_MONITOR = /^\s*logs\("((?:[^"\\]|\\.)*)"\)/;
const LEVELS = '(status:error OR status:critical OR status:alert OR status:emergency OR status:warn)';
const MOST_VERSIONS = 10;

/**
 * What is asked of Datadog: what the monitor itself watches, then the service's spans (every traced service has them,
 * whatever its framework calls its metrics), its logs, the events on it, and the service map.
 */
export const planDatadogQueries: QueryLanguage = {
  reader: 'datadog',
  ofAlert({ alert, expression, service }) {
    const monitor = alert.source === 'datadog' ? (alert.query ?? expression) : undefined;
    const query = monitor === undefined ? undefined : watched(monitor);
    if (query === undefined) return [];
    return [
      { id: 'alert', query, as: { service, name: alert.title, kind: seriesKind(monitor ?? '') }, labels: alert.labels },
    ];
  },
  ofService(input, service) {
    const scope = scopeOf(input, service);
    if (scope === undefined) return [];
    return [
      {
        id: 'errors',
        query: spans(`${scope} status:error`, { aggregation: 'count' }),
        as: { service, kind: 'errors' },
      },
      { id: 'requests', query: spans(scope, { aggregation: 'count' }), as: { service, kind: 'requests' } },
      {
        id: 'latency',
        query: spans(scope, { aggregation: 'pc95', metric: '@duration' }),
        as: { service, kind: 'latency', unit: 'ns' },
      },
    ];
  },
  once(input) {
    const { service } = input;
    const scope = scopeOf(input, service);
    if (scope === undefined) return [];
    const as = { service };
    const place = placeOf(input);
    const byVersion = (kind: 'errors' | 'requests', search: string): Question => {
      const query = spans(search, { aggregation: 'count' }, 'version');
      return { id: `${kind}-by-version`, query, as: { service, kind }, only: 'version' };
    };
    return [
      byVersion('errors', `${scope} status:error`),
      byVersion('requests', scope),
      { id: 'logs', query: JSON.stringify({ logs: `${scope} ${LEVELS}` }), as },
      { id: 'events', query: JSON.stringify({ events: scope }), as },
      ...(place === undefined ? [] : [{ id: 'service-map', query: JSON.stringify({ services: place }), as }]),
    ];
  },
};

function watched(monitor: string): string | undefined {
  const expression = monitor.replace(EVALUATION, '').replace(THRESHOLD, '').trim();
  const inner = JUDGED.exec(expression)?.[1] ?? expression;
  const logs = LOG_MONITOR.exec(inner)?.[1];
  if (logs !== undefined) {
    const search = { query: logs.replace(/\\(.)/g, '$1') };
    const counted = { data_source: 'logs', name: 'a', search, compute: { aggregation: 'count' } };
    return JSON.stringify({ queries: [counted] });
  }
  return inner === '' || DERIVED.test(inner) || inner.startsWith('{') ? undefined : inner;
}

function spans(query: string, compute: Readonly<Record<string, string>>, groupBy?: string): string {
  const group = groupBy === undefined ? {} : { group_by: [{ facet: groupBy, limit: MOST_VERSIONS }] };
  return JSON.stringify({ queries: [{ data_source: 'spans', name: 'a', search: { query }, compute, ...group }] });
}

/** The search that narrows to a service: for the incident's own by the alert's tag, else by its name. */
function scopeOf(input: QueryPlanInput, service: string): string | undefined {
  const name = service === input.service ? input.alert.labels.service || service : service;
  const place = placeOf(input);
  if (!TAG_VALUE.test(name)) return undefined;
  return `service:${name}${place === undefined ? '' : ` env:${place}`}`;
}

function placeOf({ alert }: QueryPlanInput): string | undefined {
  const place = PLACE_TAGS.map((tag) => alert.labels[tag] ?? '').find((value) => value !== '');
  return place !== undefined && TAG_VALUE.test(place) ? place : undefined;
}
