import type { Storage } from '../../storage/contract.ts';
import type { DeadJob } from '../../storage/dead-jobs.ts';
import type { JobPayloads } from '../contract.ts';

/**
 * Ends a delivery whose reading failed for good as `dead`, with the reason: it stays stored, is counted and shown, and
 * `whatchanged replay-deliveries` reads it again. Does nothing for other jobs, or where the delivery has ended meanwhile.
 */
export async function buryDelivery(storage: Storage, { name, payload, reason }: DeadJob): Promise<void> {
  if (name !== 'process-delivery') return;
  const { installationId, deliveryId } = payload as JobPayloads['process-delivery'];
  await storage.transaction(async (tx) => {
    const delivery = await tx.inbox.get(installationId, deliveryId);
    if (delivery?.state !== 'pending') return;
    await tx.inbox.finish(installationId, deliveryId, { state: 'dead', reason: `reading it failed: ${reason}` });
  });
}
