import type { Case } from '../case.ts';
import type { Verdict } from '../verdict/verdict.ts';
import { auditCase } from './audit-case.ts';
import { AUDIT_MARKS, type AuditMark, auditAdvice } from './audit-marks.ts';

/** One thing that was missing, over all incidents that were looked at. */
export interface AuditFinding {
  readonly mark: AuditMark;
  readonly what: string;
  readonly why: string;
  readonly add: string;
  /** In how many incidents. */
  readonly incidents: number;
  /** Up to three examples, as they came: foreign text. */
  readonly examples: readonly string[];
}

export interface Audit {
  readonly service: string;
  /** How many incidents were looked at. */
  readonly of: number;
  /** What was missing most often comes first; of equals what helps most. */
  readonly findings: readonly AuditFinding[];
}

const MOST_EXAMPLES = 3;

/**
 * What the telemetry of a service could have told in its past incidents and did not, with the line to add for each: the
 * runtime visibility gap, measured. `unmapped` are the titles of alerts that landed nowhere.
 */
export function auditService(
  service: string,
  investigations: readonly { readonly theCase: Case; readonly onset: Verdict['onset'] }[],
  unmapped: readonly string[] = [],
): Audit {
  const notes = investigations.flatMap(({ theCase, onset }) => auditCase(theCase, onset));
  const all = [...notes, ...unmapped.map((example) => ({ mark: 'unmapped-alert' as const, example }))];
  const findings = AUDIT_MARKS.flatMap((mark): AuditFinding[] => {
    const found = all.filter((note) => note.mark === mark);
    if (found.length === 0) return [];
    const examples = [...new Set(found.flatMap(({ example }) => example ?? []))].slice(0, MOST_EXAMPLES);
    return [{ mark, ...auditAdvice(mark, service), incidents: found.length, examples }];
  });
  return { service, of: investigations.length, findings: findings.toSorted((a, b) => b.incidents - a.incidents) };
}
