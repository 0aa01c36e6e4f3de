import { DAY_MS, type EpochMs } from '../time.ts';
import { isSafeToActOn } from '../verdict/band.ts';
import type { Verdict } from '../verdict/verdict.ts';

const OLDEST_MS = DAY_MS;

/**
 * Whether a verdict is sure enough, and fresh enough, for a draft that nobody asked for. `wentLiveAt` is when the first
 * suspect went live. The numbers are asked beside the band, since a stored verdict may have been banded by older rules.
 * Migrations and the daily quota are asked for elsewhere, where they are known.
 */
export function passesAutomaticGate(verdict: Verdict, wentLiveAt: EpochMs | undefined, now: EpochMs): boolean {
  if (verdict.band !== 'strong' || !isSafeToActOn(verdict.suspects)) return false;
  return wentLiveAt !== undefined && now - wentLiveAt <= OLDEST_MS;
}
