import type { Storage } from '../../storage/contract.ts';
import type { JobPayloads } from '../contract.ts';
import { enqueueFollow } from './enqueue-follow.ts';

/**
 * Once a draft was written, or refused for good, its revert is followed at once. A process that dies before this loses
 * nothing: `follow-reverts` finds the revert within its next minute.
 */
export async function followAfterPublish(
  storage: Storage,
  { installationId, effectId }: JobPayloads['publish'],
): Promise<void> {
  await storage.transaction(async (tx) => {
    const effect = await tx.effects.get(installationId, effectId);
    if (effect?.kind !== 'revert-pull-request' || (effect.state !== 'done' && effect.state !== 'dead')) return;
    await enqueueFollow(tx, installationId, effect.naturalKey);
  });
}
