import { SECOND_MS } from '../investigation/time.ts';
import type { Clock } from '../platform/clock.ts';
import type { Storage } from '../storage/contract.ts';

const MOST = 200;
/** What became due this recently has its own job still waiting. */
const LEFT_ALONE_MS = 30 * SECOND_MS;

/** Enqueues `publish` for every effect that is due and was left behind. Gives how many. */
export function sweepEffects({
  storage,
  clock,
}: {
  readonly storage: Storage;
  readonly clock: Clock;
}): Promise<number> {
  return storage.transaction(async (tx) => {
    const due = await tx.effects.due(clock.now() - LEFT_ALONE_MS, MOST);
    for (const { installationId, id } of due) {
      const payload = { installationId, effectId: id };
      await tx.jobs.enqueue('publish', payload, { singletonKey: `${installationId}:${id}` });
    }
    return due.length;
  });
}
