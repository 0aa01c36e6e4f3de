import type { Undoing } from '../../candidates/list-candidates.ts';
import { type EpochMs, MINUTE_MS } from '../../time.ts';
import { lowerBound } from '../series/baseline.ts';
import type { Excess } from '../series/excess.ts';
import { median } from '../series/robust.ts';

/** What became of the trouble once a deploy had been rolled back. */
export interface UndoEffect {
  /** The rollback was live. */
  readonly live: EpochMs;
  /** Buckets known after it, and the share of them in which the trouble was still there. */
  readonly later: number;
  readonly share: number;
}

const STILL_THERE = 0.4;
const FEWEST = 2;
/** Requests that had begun, caches and retries outlive the code that brought them. */
const SETTLING_MS = MINUTE_MS;
/** What a bad deploy leaves behind (a migration, a poisoned cache, a backlog) outlives its rollback in one case of seven; other trouble ends with it as seldom. */
const OUTLIVES = 0.15;

/**
 * Whether the watched series is still at least 0.4 times as bad as between the onset and the rollback. Null where fewer than two
 * buckets after the rollback are known, or none between the two shows trouble.
 */
export function undoEffect(excess: Excess, onset: EpochMs, { from, live }: Undoing): UndoEffect | null {
  const { residual, bucketed } = excess;
  const { starts, stepMs } = bucketed;
  const during = residual.subarray(lowerBound(starts, onset), lowerBound(starts, from - stepMs + 1));
  const after = residual.subarray(lowerBound(starts, live + SETTLING_MS));
  if (during.length === 0 || after.length < FEWEST) return null;
  const size = median(during);
  if (!(size > 0)) return null;
  const still = after.reduce((count, value) => count + (value >= STILL_THERE * size ? 1 : 0), 0);
  return { live, later: after.length, share: still / after.length };
}

/** ln of the likelihood ratio "this deploy brought the trouble" to "something else did": 1.7 nats where it ended with the rollback, −1.7 where it stayed. */
export function undoEvidence({ share }: UndoEffect): number {
  return (1 - 2 * share) * Math.log((1 - OUTLIVES) / OUTLIVES);
}
