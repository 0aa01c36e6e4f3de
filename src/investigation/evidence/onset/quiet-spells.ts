import { MINUTE_MS } from '../../time.ts';
import type { Excess } from '../series/excess.ts';

const SPELL_MS = 3 * MINUTE_MS;
const CLEAR_SIZE = 2;
const QUIET_SHARE = 0.25;

/**
 * For each bucket, how many quiet spells lie between it and the alert: two buckets and three minutes in a row with less than a
 * quarter of the size that the incident has around the alert. An incident does not begin before a spell in which it was over; a
 * model that spreads one rate over both would say so. Counts nothing where the incident is too small (below two scatters
 * a bucket) for quiet to be told from chance.
 */
export function quietSpells(excess: Excess, alertBucket: number): Int32Array {
  const { residual } = excess;
  const spells = new Int32Array(residual.length + 1);
  const around = residual.slice(Math.max(0, alertBucket - 2), Math.min(residual.length, alertBucket + 1)).sort();
  const size = around[around.length >> 1] ?? 0;
  if (size < CLEAR_SIZE) return spells;
  const spell = Math.max(2, Math.ceil(SPELL_MS / excess.bucketed.stepMs));
  let run = 0;
  for (let bucket = residual.length - 1; bucket >= 0; bucket--) {
    const quiet = bucket < alertBucket && (residual[bucket] as number) < QUIET_SHARE * size;
    run = quiet ? run + 1 : 0;
    spells[bucket] = (spells[bucket + 1] as number) + (run === spell ? 1 : 0);
  }
  return spells;
}
