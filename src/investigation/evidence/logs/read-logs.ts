import type { Case, LogRow } from '../../case.ts';
import { code, type Sentence, sentence } from '../../sentence.ts';
import type { EpochMs } from '../../time.ts';
import type { LogEvidence, LogSignature } from './log-evidence.ts';
import { messageTemplate } from './message-template.ts';

/** What the logs of the case say, where `since` (ms) parts before from after: the onset, or the earliest it may have been. */
export function readLogs(theCase: Case, since: EpochMs): LogEvidence {
  const rows = theCase.logs ?? [];
  const groups = Map.groupBy(rows, (row) => `${row.service}\n${messageTemplate(row.message)}`);
  const signatures = [...groups.values()].map((group) => signatureOf(group, since));
  const services = new Map<string, { weight: number; says: Sentence }>();
  for (const signature of signatures) {
    if (!signature.isNew || signature.level !== 'error') continue;
    services.set(signature.service, {
      weight: 1,
      says: sentence`new error since the onset: ${code(signature.template)}`,
    });
  }
  return { services, noChange: [], signatures };
}

function signatureOf(rows: readonly LogRow[], since: EpochMs): LogSignature {
  const count = (some: readonly LogRow[]): number => some.reduce((sum, row) => sum + (row.count ?? 1), 0);
  const after = rows.filter((row) => row.at >= since);
  const before = count(rows) - count(after);
  return {
    service: rows[0]?.service ?? '',
    template: messageTemplate(rows[0]?.message ?? ''),
    level: rows.some((row) => /^(error|fatal|crit)/i.test(row.level ?? '')) ? 'error' : 'other',
    before,
    after: count(after),
    rateRatio: (count(after) + 0.5) / (before + 0.5),
    isNew: before === 0 && after.length > 0,
    ...(after.length === 0
      ? {}
      : { firstAfter: after.reduce((first, row) => Math.min(first, row.at), Number.MAX_VALUE) }),
  };
}
