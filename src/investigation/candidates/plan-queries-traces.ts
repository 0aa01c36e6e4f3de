import type { QueryLanguage, QueryPlanInput, Question } from './query-language.ts';

const MINUTE_SECONDS = 60;
/** What may stand in a name between quotes without a chance to leave them. */
const NAME = /^[\w .:/=+@-]{1,200}$/;
const PAGERDUTY_ID = /^[A-Z0-9]{1,40}$/;
const PLACE_LABELS = ['env', 'environment', 'stage'];

/** Systems that are asked beside the one of the alert: who calls whom, what traces count, and what people changed. */
export const planTraceQueries: readonly QueryLanguage[] = [
  {
    reader: 'xray',
    // X-Ray sums up by whole minutes.
    step: (seconds) => Math.ceil(seconds / MINUTE_SECONDS) * MINUTE_SECONDS,
    fillsIn: true,
    ofAlert: () => [],
    ofService: tracedService,
    once: ({ service }) => [{ id: 'service-graph', query: JSON.stringify({ graph: true }), as: { service } }],
  },
  {
    reader: 'resource-explorer',
    ofAlert: () => [],
    ofService: () => [],
    once: ({ alert, service }) => {
      const place = PLACE_LABELS.map((label) => alert.labels[label] ?? '').find((value) => NAME.test(value));
      const question = { resources: service, ...(place === undefined ? {} : { environment: place }) };
      return NAME.test(service) ? [{ id: 'resources', query: JSON.stringify(question), as: { service } }] : [];
    },
  },
  {
    reader: 'cloudtrail',
    ofAlert: () => [],
    ofService: () => [],
    once: ({ service }) => [{ id: 'changes', query: JSON.stringify({ changes: true }), as: { service } }],
  },
  {
    reader: 'pagerduty',
    ofAlert: () => [],
    ofService: () => [],
    once: ({ alert, service }) => {
      const id = alert.labels.pagerduty_service_id ?? '';
      const query = JSON.stringify({ changes: id });
      return PAGERDUTY_ID.test(id) ? [{ id: 'change-events', query, as: { service } }] : [];
    },
  },
  {
    reader: 'sentry',
    ofAlert: () => [],
    ofService: () => [],
    once: ({ service }) => [{ id: 'logs:sentry', query: JSON.stringify({ issues: 'is:unresolved' }), as: { service } }],
  },
];

/** A function of Lambda is traced under its own name. */
function tracedService(input: QueryPlanInput, service: string): readonly Question[] {
  const name = service === input.service ? input.alert.labels.FunctionName || service : service;
  if (!NAME.test(name)) return [];
  const asked = (statistic: string) => JSON.stringify({ statistic, service: name });
  return [
    { id: 'traced-errors', query: asked('faults'), as: { service, kind: 'errors' } },
    { id: 'traced-requests', query: asked('requests'), as: { service, kind: 'requests' } },
    { id: 'traced-latency', query: asked('latency'), as: { service, kind: 'latency', unit: 's' } },
  ];
}
