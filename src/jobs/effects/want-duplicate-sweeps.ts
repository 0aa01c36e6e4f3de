import { DAY_MS, type EpochMs, MINUTE_MS } from '../../investigation/time.ts';
import type { Transaction } from '../../storage/contract.ts';
import type { JobPayloads } from '../contract.ts';

/**
 * GitHub does not say how long a list may lag: the first sweep is soon, the second when the list surely shows
 * everything.
 */
const AFTER_MS = [10 * MINUTE_MS, DAY_MS] as const;

/** Enqueues `sweep-duplicates` for an issue that was just opened, twice. */
export async function wantDuplicateSweeps(
  tx: Transaction,
  { installationId, effectId }: JobPayloads['sweep-duplicates'],
  now: EpochMs,
): Promise<void> {
  for (const after of AFTER_MS) {
    const options = { startAt: now + after, singletonKey: `${installationId}:${effectId}:${after}` };
    await tx.jobs.enqueue('sweep-duplicates', { installationId, effectId }, options);
  }
}
