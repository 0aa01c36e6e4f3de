import { OperationalError } from '../../platform/errors.ts';
import type { Storage } from '../../storage/contract.ts';
import type { Delivery, DeliveryOutcome } from '../../storage/inbox-contract.ts';
import type { JobPayloads } from '../contract.ts';

/** Turns a stored delivery of one kind into facts and gives the state that it ends in. */
export type DeliveryRecorder = (delivery: Delivery) => Promise<DeliveryOutcome>;

export interface ProcessDelivery {
  readonly storage: Storage;
  readonly recorders: Readonly<Record<Delivery['kind'], DeliveryRecorder>>;
}

/**
 * Turns one stored delivery into facts. Every delivery ends in a state that can be seen: what cannot be read is `dead`
 * with the reason, and stays stored.
 */
export async function processDelivery(
  { storage, recorders }: ProcessDelivery,
  { installationId, deliveryId }: JobPayloads['process-delivery'],
): Promise<void> {
  const delivery = await storage.transaction((tx) => tx.inbox.get(installationId, deliveryId));
  if (delivery === undefined || delivery.state !== 'pending') return;
  const outcome = await recorders[delivery.kind](delivery).catch((error: unknown) => deadUnlessRetryable(error));
  await storage.transaction((tx) => tx.inbox.finish(installationId, deliveryId, outcome));
}

function deadUnlessRetryable(error: unknown): DeliveryOutcome {
  if (error instanceof OperationalError && !error.retryable) return { state: 'dead', reason: error.message };
  throw error;
}
