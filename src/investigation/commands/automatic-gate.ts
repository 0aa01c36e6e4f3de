import type { LedgerDeploy } from '../ledger/ledger-deploy.ts';
import { DAY_MS, type EpochMs } from '../time.ts';
import { isSafeToActOn } from '../verdict/band.ts';
import type { Verdict } from '../verdict/verdict.ts';

const OLDEST_MS = DAY_MS;

/**
 * Whether a verdict is sure enough, and fresh enough, for a draft that nobody asked for. `suspected` is the deploy of the
 * first suspect: what of its range could not be read may be to blame as well, so one that was cut is left to people. The
 * numbers are asked beside the band, since a stored verdict may have been banded by older rules. Migrations and the
 * daily quota are asked for elsewhere, where they are known.
 */
export function passesAutomaticGate(
  verdict: Verdict,
  suspected: Pick<LedgerDeploy, 'liveAt' | 'truncated'> | undefined,
  now: EpochMs,
): boolean {
  if (verdict.band !== 'strong' || !isSafeToActOn(verdict.suspects) || suspected?.truncated === true) return false;
  return suspected?.liveAt !== undefined && now - suspected.liveAt <= OLDEST_MS;
}
