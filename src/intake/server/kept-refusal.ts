import type { EpochMs } from '../../investigation/time.ts';
import type { Transaction } from '../../storage/contract.ts';
import type { EndpointAddress } from './intake-route.ts';
import type { RefusalReason } from './refusals.ts';

/** The last delivery that an endpoint refused. */
export interface KeptRefusal {
  readonly at: EpochMs;
  readonly reason: RefusalReason;
}

const cursorName = (endpoint: EndpointAddress) => `refused:${endpoint.id}`;

/** Keeps a refusal in place of the one before. */
export function keepRefusal(tx: Transaction, endpoint: EndpointAddress, refusal: KeptRefusal): Promise<void> {
  return tx.cursors.set(endpoint.installationId, cursorName(endpoint), JSON.stringify(refusal));
}

/** Undefined where the endpoint never refused one. */
export async function keptRefusal(tx: Transaction, endpoint: EndpointAddress): Promise<KeptRefusal | undefined> {
  const stored = await tx.cursors.get(endpoint.installationId, cursorName(endpoint));
  return stored === undefined ? undefined : (JSON.parse(stored) as KeptRefusal);
}
