import { type EpochMs, MINUTE_MS } from '../../time.ts';
import { lowerBound } from '../series/baseline.ts';
import type { Excess } from '../series/excess.ts';

/** Trouble that a deploy seems to have brought already, and that was over before the incident began. */
export interface SpentTrouble {
  /** When it was worst. */
  readonly at: EpochMs;
}

const SOON_MS = 12 * MINUTE_MS;
const CLEAR = 3;
const COMPARABLE = 0.4;
const QUIET = 0.25;
const FEWEST_BEFORE = 2;
const BEFORE_MS = 15 * MINUTE_MS;

/**
 * Whether the watched series had an episode right after a deploy (from its start to 12 minutes after it was live) which
 * was not there before it, was at least 0.4 times as bad as the incident, and had come down to a quarter before the
 * onset. Whatever that deploy brought has then shown itself already; that it does so again is less likely than that a
 * fresh deploy does. Null where nothing of that kind is seen.
 */
export function spentTrouble(excess: Excess, from: EpochMs, live: EpochMs, onset: EpochMs): SpentTrouble | null {
  const { residual, bucketed } = excess;
  const { starts, stepMs } = bucketed;
  const first = lowerBound(starts, from - stepMs + 1);
  const last = lowerBound(starts, Math.min(live + SOON_MS, onset - stepMs));
  const now = lowerBound(starts, onset - stepMs + 1);
  const before = residual.subarray(lowerBound(starts, from - BEFORE_MS - stepMs), first);
  if (before.length < FEWEST_BEFORE || last <= first || now >= residual.length) return null;
  const incident = highest(residual, now, residual.length);
  const [worst, at] = [highest(residual, first, last), indexOfHighest(residual, first, last)];
  if (worst < CLEAR || worst < COMPARABLE * incident) return null;
  if (before.reduce((high, value) => Math.max(high, value), 0) > COMPARABLE * worst) return null;
  for (let i = at + 1; i < now; i++) if ((residual[i] as number) < QUIET * worst) return { at: starts[at] as EpochMs };
  return null;
}

function highest(values: Float64Array, from: number, to: number): number {
  return values.subarray(from, to).reduce((high, value) => Math.max(high, value), Number.NEGATIVE_INFINITY);
}

function indexOfHighest(values: Float64Array, from: number, to: number): number {
  let at = from;
  for (let i = from; i < to; i++) if ((values[i] as number) > (values[at] as number)) at = i;
  return at;
}
