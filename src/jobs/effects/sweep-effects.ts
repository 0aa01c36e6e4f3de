import { type EpochMs, SECOND_MS } from '../../investigation/time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Storage, Transaction } from '../../storage/contract.ts';

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
  return storage.transaction((tx) => enqueueDue(tx, clock.now() - LEFT_ALONE_MS));
}

/** Enqueues `publish` for the first effects that became due before a moment. Gives how many. */
export async function enqueueDue(tx: Transaction, before: EpochMs): Promise<number> {
  const due = await tx.effects.due(before, MOST);
  for (const { installationId, id } of due) {
    const payload = { installationId, effectId: id };
    await tx.jobs.enqueue('publish', payload, { singletonKey: `${installationId}:${id}` });
  }
  return due.length;
}
