import { promqlLabel } from '../incident/promql-label.ts';
import type { QueryLanguage, QueryPlanInput } from './query-language.ts';

/** Labels under which lines are kept; Loki itself writes service_name where people wrote none (Loki 3). */
const SERVICE_LABELS = ['service_name', 'service', 'app', 'container'];
/** Lines that say that something failed, in any format. */
const TROUBLE = '|~ `(?i)(error|exception|fatal|panic|critical|warn|fail|timeout|timed out|refused|unavailable)`';

/** What is asked of Loki: the lines of trouble around the onset, and how many of them there are. */
export const planLokiQueries: QueryLanguage = {
  reader: 'loki',
  ofAlert: () => [],
  ofService(input, service, stepSeconds) {
    const selector = selectorOf(input, service);
    if (selector === undefined) return [];
    const query = `sum(count_over_time(${selector} ${TROUBLE} [${stepSeconds}s]))`;
    return [{ id: 'errors', query, as: { service, kind: 'errors', name: 'log lines of trouble' } }];
  },
  once(input) {
    const selector = selectorOf(input, input.service);
    if (selector === undefined) return [];
    return [{ id: 'logs', query: `${selector} ${TROUBLE}`, as: { service: input.service } }];
  },
};

function selectorOf({ alert, service }: QueryPlanInput, of: string): string | undefined {
  const label = SERVICE_LABELS.find((name) => (alert.labels[name] ?? '') !== '') ?? 'service_name';
  const matcher = promqlLabel(
    label === 'service' ? 'service_name' : label,
    of === service ? (alert.labels[label] ?? of) : of,
  );
  return matcher === undefined ? undefined : `{${matcher}}`;
}
