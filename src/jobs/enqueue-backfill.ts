import type { Transaction } from '../storage/contract.ts';
import type { EnqueueOptions, JobPayloads } from './contract.ts';

/** Asks for the next page of a repository's history; a repository has at most one such job waiting. */
export async function enqueueBackfill(
  tx: Transaction,
  payload: JobPayloads['backfill'],
  options: Pick<EnqueueOptions, 'startAt'> = {},
): Promise<void> {
  const singletonKey = `${payload.installationId}:${payload.repositoryId}`;
  await tx.jobs.enqueue('backfill', payload, { ...options, singletonKey });
}
