import type { LogRow } from '../../case.ts';
import { type EpochMs, MINUTE_MS } from '../../time.ts';
import type { LogSignature } from './log-evidence.ts';
import { messageTemplate } from './message-template.ts';

/** The rows of one kind, and what they count up to. */
export interface SignatureRows extends LogSignature {
  readonly rows: readonly LogRow[];
}

/** A signature counts as new when it had less than this share of its lines before. */
const HARDLY_EVER = 0.01;

/**
 * Groups log rows by service and template and compares the time before `since` with the time from then to `until`.
 * Sorted: errors, then warnings, then others; within these by how many lines more a minute there are.
 */
export function logSignatures(rows: readonly LogRow[], since: EpochMs, until: EpochMs): SignatureRows[] {
  const first = rows.reduce((earliest, row) => Math.min(earliest, row.at), since);
  const past = Math.max(1, (since - first) / MINUTE_MS);
  const now = Math.max(1, (until - since) / MINUTE_MS);
  const templates = new Map<string, string>();
  const templateOf = (message: string): string => {
    const known = templates.get(message) ?? messageTemplate(message);
    templates.set(message, known);
    return known;
  };
  const groups = Map.groupBy(rows, (row) => `${row.service}\n${templateOf(row.message)}`);
  return [...groups.values()]
    .map((group): SignatureRows => {
      let before = 0;
      let after = 0;
      let firstAfter = Number.POSITIVE_INFINITY;
      for (const row of group) {
        const count = row.count ?? 1;
        if (row.at < since) before += count;
        else {
          after += count;
          firstAfter = Math.min(firstAfter, row.at);
        }
      }
      const [{ service, message }] = group as [LogRow, ...LogRow[]];
      return {
        service,
        template: templateOf(message),
        level: worstLevel(group),
        before,
        after,
        rateRatio: (after + 0.5) / now / ((before + 0.5) / past),
        isNew: after > 0 && before / past <= HARDLY_EVER * (after / now),
        ...(firstAfter === Number.POSITIVE_INFINITY ? {} : { firstAfter }),
        rows: group,
      };
    })
    .sort(byTelling(past, now));
}

function worstLevel(rows: readonly LogRow[]): LogSignature['level'] {
  let worst: LogSignature['level'] = 'other';
  for (const { level = '' } of rows) {
    if (/^(err|fatal|crit|alert|emerg|panic|severe)/i.test(level)) return 'error';
    if (/^warn/i.test(level)) worst = 'warn';
  }
  return worst;
}

const LEVELS: readonly LogSignature['level'][] = ['error', 'warn', 'other'];

function byTelling(past: number, now: number): (one: SignatureRows, other: SignatureRows) => number {
  const gain = (signature: LogSignature): number => signature.after / now - signature.before / past;
  return (one, other) =>
    LEVELS.indexOf(one.level) - LEVELS.indexOf(other.level) ||
    gain(other) - gain(one) ||
    (`${one.service}\n${one.template}` < `${other.service}\n${other.template}` ? -1 : 1);
}

/**
 * 0 for a kind of message that became no more frequent, 1 for one that is twenty times as frequent or more. One standard
 * error of the logarithm (Poisson counts) is taken off, so that two lines instead of one are no growth.
 */
export function growth({ rateRatio, before, after }: LogSignature): number {
  const error = Math.sqrt(1 / (after + 0.5) + 1 / (before + 0.5));
  return Math.min(1, Math.max(0, (Math.log(rateRatio) - error) / Math.log(20)));
}
