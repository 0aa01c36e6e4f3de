import type { IncidentCounts } from './summary.ts';
import type { CountedIncident } from './week-material.ts';

/** Incidents by band, those without a verdict, and those that are open. */
export function countIncidents(
  incidents: readonly CountedIncident[],
  leftOut: readonly Pick<CountedIncident, 'state'>[],
): IncidentCounts {
  const counts = {
    total: incidents.length + leftOut.length,
    strong: 0,
    plausible: 0,
    weak: 0,
    none: 0,
    undecided: 0,
  };
  for (const { band } of incidents) {
    counts[band ?? 'undecided'] += 1;
  }
  const open = [...incidents, ...leftOut].filter(({ state }) => state === 'open').length;
  return { ...counts, leftOut: leftOut.length, open };
}
