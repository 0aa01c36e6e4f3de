import type { CaseAlert } from '../../case.ts';
import { type EpochMs, HOUR_MS, MINUTE_MS } from '../../time.ts';

/** How long before the vendor's own start the trouble may have begun, from the alert's rule alone. */
export interface RuleLag {
  /** The time that the rule must hold: its periods times their length. */
  readonly ruleMs: number;
  /** Share of probability that the onset lay at most `lagMs` before the alert's start. */
  readonly cumulative: (lagMs: number) => number;
}

const DEFAULT_RULE_MS = 5 * MINUTE_MS;
const INGESTION_MS = 90_000;
const LONGEST_LAG_MS = 6 * HOUR_MS;
const SHARES = { rule: 0.58, soon: 0.28, slow: 0.1, late: 0.04 } as const;

/**
 * The alert says that its rule held for `periods` periods: the onset lies within them and the delay of the data
 * (uniform), or somewhat before, for a rise that crossed the threshold slowly (exponential), or hours before, for a
 * leak (log-uniform to six hours). A vendor's clock may also be a minute ahead of ours. Never the moment of sending.
 */
export function ruleLag(alert: CaseAlert): RuleLag {
  const ruleMs = (alert.periodSeconds ?? DEFAULT_RULE_MS / 1000) * Math.max(1, alert.periods ?? 1) * 1000;
  const heldMs = (ruleMs * Math.max(0, (alert.periods ?? 1) - 1)) / Math.max(1, alert.periods ?? 1);
  const uniformMs = ruleMs - heldMs + INGESTION_MS;
  const meanMs = Math.max(ruleMs, DEFAULT_RULE_MS);
  return {
    ruleMs,
    cumulative: (lagMs) =>
      SHARES.rule * clamp((lagMs - heldMs) / uniformMs) +
      SHARES.soon * (lagMs <= heldMs ? 0 : 1 - Math.exp(-(lagMs - heldMs) / meanMs)) +
      SHARES.slow * (lagMs <= ruleMs ? 0 : clamp(Math.log(lagMs / ruleMs) / Math.log(LONGEST_LAG_MS / ruleMs))) +
      SHARES.late * clamp((lagMs + MINUTE_MS) / (heldMs + MINUTE_MS)),
  };
}

/** The earliest and latest onset that the rule's prior considers. */
export function onsetRange(alert: CaseAlert, askedAt: EpochMs): { readonly from: EpochMs; readonly to: EpochMs } {
  return { from: alert.startedAt - LONGEST_LAG_MS, to: Math.min(alert.startedAt + MINUTE_MS, askedAt) };
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share));
}
