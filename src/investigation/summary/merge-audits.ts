import { AUDIT_MARKS } from '../audit/audit-marks.ts';
import type { Audit } from '../audit/audit-service.ts';
import { shownTemplate } from '../report/logs/shown-template.ts';
import type { TelemetryFinding } from './summary.ts';

const MOST_EXAMPLES = 3;

/** The audits of several services as one: each thing that was missing once, with the services that it was missing in. */
export function mergeAudits(audits: readonly Audit[]): readonly TelemetryFinding[] {
  const findings = AUDIT_MARKS.flatMap((mark): TelemetryFinding[] => {
    const found = audits
      .flatMap(({ service, of, findings: own }) =>
        own.filter((finding) => finding.mark === mark).map((finding) => ({ ...finding, service, of })),
      )
      .sort((one, other) => other.incidents - one.incidents || (one.service < other.service ? -1 : 1));
    const [worst] = found;
    const examples = found.flatMap((finding) => finding.examples);
    // Of a log line everybody who reads the repository may see only what names nobody.
    const shown = mark === 'generic-message' ? examples.map(shownTemplate) : examples;
    if (worst === undefined) return [];
    return [
      {
        mark,
        what: worst.what,
        why: worst.why,
        add: worst.add,
        services: found.map(({ service, incidents, of }) => ({ service, incidents, of })),
        examples: [...new Set(shown)].slice(0, MOST_EXAMPLES),
      },
    ];
  });
  return findings.toSorted((one, other) => incidentsOf(other) - incidentsOf(one));
}

/** In how many incidents it was missing, over all services. */
export function incidentsOf({ services }: Pick<TelemetryFinding, 'services'>): number {
  return services.reduce((sum, { incidents }) => sum + incidents, 0);
}
