import { HOUR_MS } from '../../investigation/time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Storage } from '../../storage/contract.ts';
import { enqueueBackfill } from '../enqueue-backfill.ts';

const CURSOR = 'last-awake';
/** GitHub keeps the delivery log for three days; some of it may be gone a little earlier. */
const LOG_KEPT_MS = 66 * HOUR_MS;

/**
 * Notes that the program is awake now. Where it was last awake longer ago than GitHub's delivery log reaches, what was
 * missed is filled in from the API: a backfill is asked for of every repository. Gives of how many.
 */
export async function refillAfterOutage({
  storage,
  clock,
}: {
  readonly storage: Storage;
  readonly clock: Clock;
}): Promise<number> {
  const now = clock.now();
  return storage.transaction(async (tx) => {
    const awake = await tx.cursors.get(0, CURSOR);
    await tx.cursors.set(0, CURSOR, String(now));
    if (awake === undefined || now - Number(awake) < LOG_KEPT_MS) return 0;
    let asked = 0;
    for (const { installationId, removed, suspended } of await tx.installations.list()) {
      if (removed || suspended) continue;
      for (const { repositoryId, removed: gone } of await tx.repositories.list(installationId)) {
        if (gone) continue;
        await enqueueBackfill(tx, { installationId, repositoryId });
        asked += 1;
      }
    }
    return asked;
  });
}
