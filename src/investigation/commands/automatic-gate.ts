import { DAY_MS, type EpochMs } from '../time.ts';
import type { Verdict } from '../verdict/verdict.ts';

/** The bar for a draft that nobody asked for (`research/engine.md`, recipe c: act). */
const LEAST_PROBABILITY = 0.9;
const MOST_RUNNER_UP = 0.05;
const OLDEST_MS = DAY_MS;

/**
 * Whether a verdict is sure enough, and fresh enough, for a draft that nobody asked for. `wentLiveAt` is when the first
 * suspect went live. Migrations and the daily quota are asked for elsewhere, where they are known.
 */
export function passesAutomaticGate(verdict: Verdict, wentLiveAt: EpochMs | undefined, now: EpochMs): boolean {
  const [first, second] = verdict.suspects;
  if (verdict.band !== 'strong' || first === undefined || first.probability < LEAST_PROBABILITY) return false;
  if ((second?.probability ?? 0) > MOST_RUNNER_UP) return false;
  return wentLiveAt !== undefined && now - wentLiveAt <= OLDEST_MS;
}
