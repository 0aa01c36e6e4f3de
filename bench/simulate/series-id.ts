import type { Service } from './call-graph.ts';
import { SIGNALS, type Signal } from './signal.ts';

/** The id of a service's series, the same in telemetry and in the alert. */
export function seriesId(service: Service, signal: Signal): string {
  return `${service.name}/${SIGNALS[signal].name}`;
}
