import type { EpochMs } from '../investigation/time.ts';
import type { Transaction } from '../storage/contract.ts';
import type { JobPayloads } from './contract.ts';

/** Asks that alerts which mapped to nothing are read again, at once where no moment is given. */
export async function enqueueRemap(
  tx: Transaction,
  payload: JobPayloads['remap-alerts'],
  startAt?: EpochMs,
): Promise<void> {
  const { installationId, again = false } = payload;
  const options = { singletonKey: `${installationId}:${again}`, ...(startAt === undefined ? {} : { startAt }) };
  await tx.jobs.enqueue('remap-alerts', payload, options);
}
