import type { EpochMs } from '../../investigation/time.ts';
import type { Storage } from '../../storage/contract.ts';
import type { DeliveryState } from '../../storage/inbox-contract.ts';

/** How far the inbox is behind. */
export interface InboxHealth {
  readonly deliveries: Readonly<Record<DeliveryState, number>>;
  readonly oldestUnprocessedSeconds: number;
  readonly unmappedAlerts: number;
}

/** More unmapped alerts than this of one installation are not counted one by one. */
const MOST_UNMAPPED = 1_000;

/** Reads the health of the inbox; throws OperationalError when the database is away. */
export function inboxHealth(storage: Storage, now: EpochMs): Promise<InboxHealth> {
  return storage.transaction(async (tx) => {
    const deliveries = await tx.inbox.countByState();
    const oldest = await tx.inbox.oldestUnprocessedAt();
    let unmappedAlerts = 0;
    for (const { installationId } of await tx.installations.list()) {
      unmappedAlerts += (await tx.alerts.unmapped(installationId, MOST_UNMAPPED)).length;
    }
    return {
      deliveries,
      oldestUnprocessedSeconds: oldest === undefined ? 0 : Math.max(0, Math.round((now - oldest) / 1_000)),
      unmappedAlerts,
    };
  });
}
