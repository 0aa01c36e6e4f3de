import type { Alert } from './alert.ts';
import { WORKLOAD_LABELS } from './workload-labels.ts';

/** Labels whose value may be the name of a service or repository, the most telling first. */
export const NAME_LABELS = [
  'service',
  'service_name',
  'service.name',
  'app',
  'application',
  'job',
  'repository',
  'repo',
  ...WORKLOAD_LABELS,
] as const;

/** An alert's labels with its source and title, so that an alert without any label can still be told apart. */
export function alertLabels(alert: Alert): Readonly<Record<string, string>> {
  return { source: alert.source, title: alert.title, ...alert.labels };
}
