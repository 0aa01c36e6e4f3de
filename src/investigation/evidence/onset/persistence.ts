import { type EpochMs, MINUTE_MS } from '../../time.ts';
import { lowerBound } from '../series/baseline.ts';
import type { Excess } from '../series/excess.ts';

/** What became of the trouble after the alert's rule had broken. */
export interface Persistence {
  /** Buckets known after it, and the share of them in which it was still there. */
  readonly later: number;
  readonly share: number;
  readonly stepMs: number;
}

const STILL_THERE = 0.4;
const MOST_LATER = 5;
/** Real trouble shows in a bucket at 0.85 at first and is over after a quarter of an hour at even odds. */
const REAL = 0.85;
const HALF_LIFE_MS = 15 * MINUTE_MS;
/** A chance excess is followed by another one time in seven. */
const CHANCE = 0.15;

/**
 * Whether the buckets after the alert are at least 0.4 times as bad as the worst of the two before it. Null where no
 * bucket after it is known, or where the series does not show what the alert saw.
 */
export function persistence(excess: Excess, alertAt: EpochMs): Persistence | null {
  const { residual, bucketed } = excess;
  const after = lowerBound(bucketed.starts, alertAt - 0.25 * bucketed.stepMs);
  const size = Math.max(...residual.subarray(Math.max(0, after - 2), after));
  const known = residual.subarray(after, after + MOST_LATER);
  if (known.length === 0 || !(size > 0)) return null;
  const still = known.reduce((count, value) => count + (value >= STILL_THERE * size ? 1 : 0), 0);
  return { later: known.length, share: still / known.length, stepMs: bucketed.stepMs };
}

/** ln of the likelihood ratio "real trouble" to "a chance excess"; for minutes: all still there 1.7, none −1.5 nats. */
export function persistenceEvidence({ share, stepMs }: Persistence): number {
  const real = REAL * 2 ** (-stepMs / HALF_LIFE_MS);
  return share * Math.log(real / CHANCE) + (1 - share) * Math.log((1 - real) / (1 - CHANCE));
}
