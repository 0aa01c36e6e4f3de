import type { QueryLanguage } from './query-language.ts';

/** What is asked once of systems that know no metrics of their own: who calls whom, and what people changed. */
export const planTraceQueries: readonly QueryLanguage[] = [
  {
    reader: 'xray',
    ofAlert: () => [],
    ofService: () => [],
    once: ({ service }) => [{ id: 'service-graph', query: JSON.stringify({ graph: true }), as: { service } }],
  },
  {
    reader: 'cloudtrail',
    ofAlert: () => [],
    ofService: () => [],
    once: ({ service }) => [{ id: 'changes', query: JSON.stringify({ changes: true }), as: { service } }],
  },
  {
    reader: 'sentry',
    ofAlert: () => [],
    ofService: () => [],
    once: ({ service }) => [{ id: 'logs:sentry', query: JSON.stringify({ issues: 'is:unresolved' }), as: { service } }],
  },
];
