import type { EpochMs } from '../investigation/time.ts';
import type { Transaction } from '../storage/contract.ts';
import type { JobPayloads } from './contract.ts';

/** Enqueues `remap-alerts`: for `startAt`, or for now where that is left out. */
export async function enqueueRemap(
  tx: Transaction,
  payload: JobPayloads['remap-alerts'],
  startAt?: EpochMs,
): Promise<void> {
  const { installationId, again = false } = payload;
  const options = { singletonKey: `${installationId}:${again}`, ...(startAt === undefined ? {} : { startAt }) };
  await tx.jobs.enqueue('remap-alerts', payload, options);
}
