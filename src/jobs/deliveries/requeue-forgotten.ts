import { DAY_MS } from '../../investigation/time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Storage } from '../../storage/contract.ts';

/** A job ends within about an hour, one way or the other: what is pending for this long has none any more. */
const FORGOTTEN_MS = DAY_MS;
const MOST_AT_ONCE = 100;

/** Asks again for the reading of deliveries that are pending although no job can still be at it. Gives how many. */
export async function requeueForgotten({
  storage,
  clock,
}: {
  readonly storage: Storage;
  readonly clock: Clock;
}): Promise<number> {
  return storage.transaction(async (tx) => {
    const before = clock.now() - FORGOTTEN_MS;
    const forgotten = await tx.inbox.brief({ state: 'pending', before, limit: MOST_AT_ONCE });
    for (const { installationId, id } of forgotten) {
      await tx.jobs.enqueue('process-delivery', { installationId, deliveryId: id }, { singletonKey: `again:${id}` });
    }
    return forgotten.length;
  });
}
