import { HOUR_MS, MINUTE_MS } from '../../investigation/time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Storage } from '../../storage/contract.ts';
import type { JobPayloads } from '../contract.ts';
import { enqueueRemap } from '../enqueue-remap.ts';

/** Older alerts are left alone: one that still fires is sent again, and an issue about last night helps nobody. */
const WITHIN_MS = 2 * HOUR_MS;
const MOST_AT_ONCE = 200;
/**
 * A second run finds the alert that was being read while its service became known, and was kept as unmapped after the
 * first run.
 */
const ONCE_MORE_MS = MINUTE_MS / 2;

export interface RemapAlerts {
  readonly storage: Storage;
  readonly clock: Clock;
}

/**
 * Has the latest alerts that mapped to nothing read again, because a service became known or a configuration changed.
 * Gives how many. Enqueues a second run of itself, unless this is one.
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
