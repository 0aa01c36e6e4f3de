import type { IncidentCounts } from './summary.ts';
import type { CountedIncident } from './week-material.ts';

/** Incidents by band, those without a verdict, and those that are open. */
export function countIncidents(incidents: readonly CountedIncident[], leftOut: number): IncidentCounts {
  const counts = {
    total: incidents.length + leftOut,
    strong: 0,
    plausible: 0,
    weak: 0,
    none: 0,
    undecided: 0,
    open: 0,
  };
  for (const { band, state } of incidents) {
    counts[band ?? 'undecided'] += 1;
    if (state === 'open') counts.open += 1;
  }
  return { ...counts, leftOut };
}
