import { HOUR_MS, MINUTE_MS } from '../../investigation/time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Storage } from '../../storage/contract.ts';
import type { JobPayloads } from '../contract.ts';
import { enqueueRemap } from '../enqueue-remap.ts';

/** What came before that is history: a vendor that still fires says so again, and nobody is helped by an issue about last night. */
const WITHIN_MS = 2 * HOUR_MS;
const MOST_AT_ONCE = 200;
/** An alert that was being read while the service became known is kept as unmapped a moment later. */
const ONCE_MORE_MS = MINUTE_MS / 2;

export interface RemapAlerts {
  readonly storage: Storage;
  readonly clock: Clock;
}

/**
 * Has the latest alerts that mapped to nothing read again: a service became known, or a configuration changed. Gives how many.
 * Runs once more soon after, unless it is that second run.
 */
export async function remapAlerts(
  { storage, clock }: RemapAlerts,
  payload: JobPayloads['remap-alerts'],
): Promise<number> {
  const { installationId, again } = payload;
  return storage.transaction(async (tx) => {
    const now = clock.now();
    const unmapped = await tx.inbox.brief({ installationId, state: 'unmapped', limit: MOST_AT_ONCE });
    const alerts = unmapped.filter(({ kind, receivedAt }) => kind === 'alert' && receivedAt >= now - WITHIN_MS);
    for (const { id } of alerts) {
      await tx.inbox.reopen(installationId, id);
      await tx.jobs.enqueue('process-delivery', { installationId, deliveryId: id });
    }
    if (again !== true) await enqueueRemap(tx, { installationId, again: true }, now + ONCE_MORE_MS);
    return alerts.length;
  });
}
