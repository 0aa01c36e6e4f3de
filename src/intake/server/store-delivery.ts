import type { NewDelivery, Storage } from '../../storage/contract.ts';

export interface StoredDelivery {
  readonly id: string;
  /** False where the same delivery was there already; nothing new is then to be done. */
  readonly added: boolean;
}

/** A database that stalls must not keep the pool's connections for longer than a sender waits. */
const STATEMENT_TIMEOUT_MS = 3_000;

/** Stores a delivery and the job that reads it, in one transaction: both are there when this resolves, or neither. */
export function storeDelivery(storage: Storage, delivery: NewDelivery): Promise<StoredDelivery> {
  const { installationId } = delivery;
  return storage.transaction(
    async (tx) => {
      const stored = await tx.inbox.add(delivery);
      if (stored.added) await tx.jobs.enqueue('process-delivery', { installationId, deliveryId: stored.id });
      return stored;
    },
    { statementTimeoutMs: STATEMENT_TIMEOUT_MS },
  );
}
