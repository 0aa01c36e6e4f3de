import type { Transaction } from '../../storage/contract.ts';

/** Enqueues a look at what became of a revert; a revert has at most one such job waiting. */
export async function enqueueFollow(tx: Transaction, installationId: number, revertId: string): Promise<void> {
  const payload = { installationId, revertId };
  await tx.jobs.enqueue('follow-revert', payload, { singletonKey: `${installationId}:${revertId}` });
}
