import type { Storage } from '../../storage/contract.ts';
import { enqueueFollow } from './enqueue-follow.ts';

/** Reverts beyond this are followed by a later run, once some of the older ones are over. */
const MOST_AT_ONCE = 500;

/** Enqueues `follow-revert` for every revert that is not over, oldest first. */
export async function followReverts({ storage }: { readonly storage: Storage }): Promise<void> {
  await storage.transaction(async (tx) => {
    for (const { installationId, id } of await tx.reverts.open(MOST_AT_ONCE)) {
      await enqueueFollow(tx, installationId, id);
    }
  });
}
