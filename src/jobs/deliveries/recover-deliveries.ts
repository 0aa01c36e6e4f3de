import { HOUR_MS, MINUTE_MS } from '../../investigation/time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { DeliveryLog, LoggedDelivery } from '../../readers/repository/contract.ts';
import type { Storage } from '../../storage/contract.ts';

const CURSOR = 'delivery-log';
/** The log may show deliveries late: look a little further back than the last one seen. */
const OVERLAP_MS = 15 * MINUTE_MS;
/** GitHub keeps the log for three days; on the first run all of it is looked at. */
const KEPT_MS = 72 * HOUR_MS;
/**
 * A delivery that was answered this recently may be in a transaction that is not committed yet: it would look missing.
 */
const UNDER_WAY_MS = MINUTE_MS;

export interface RecoverDeliveries {
  readonly storage: Storage;
  readonly log: DeliveryLog;
  readonly clock: Clock;
}

/** Pulls from the App's delivery log what never arrived: GitHub itself does not try again. Gives how many were missing. */
export async function recoverDeliveries({ storage, log, clock }: RecoverDeliveries): Promise<number> {
  const now = clock.now();
  const mark = await storage.transaction((tx) => tx.cursors.get(0, CURSOR));
  const logged = await log.since(mark === undefined ? now - KEPT_MS : Number(mark) - OVERLAP_MS);
  const settled = logged.filter(({ deliveredAt, arrived }) => !arrived || deliveredAt <= now - UNDER_WAY_MS);
  const guids = [...new Set(settled.map(({ guid }) => guid))];
  const known = await storage.transaction((tx) => tx.inbox.known('github', guids));
  const missing = new Map(
    settled.filter(({ guid }) => !known.has(guid)).map((delivery) => [delivery.guid, delivery] as const),
  );
  for (const delivery of missing.values()) await pull(storage, log, delivery);
  const newest = Math.max(...settled.map(({ deliveredAt }) => deliveredAt), Number(mark ?? 0));
  if (newest > 0) await storage.transaction((tx) => tx.cursors.set(0, CURSOR, String(newest)));
  return missing.size;
}

async function pull(storage: Storage, log: DeliveryLog, { id, guid, event }: LoggedDelivery): Promise<void> {
  const payload = await log.payload(id);
  if (payload === undefined) return;
  await storage.transaction(async (tx) => {
    const stored = await tx.inbox.add({
      installationId: 0,
      endpoint: 'github',
      source: 'github',
      kind: 'github',
      dedupeKey: guid,
      via: 'pull',
      headers: { 'x-github-delivery': guid, 'x-github-event': event },
      body: new TextEncoder().encode(typeof payload === 'string' ? payload : JSON.stringify(payload)),
    });
    if (stored.added) await tx.jobs.enqueue('process-delivery', { installationId: 0, deliveryId: stored.id });
  });
}
