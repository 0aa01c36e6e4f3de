import type { Storage } from '../../storage/contract.ts';
import type { JobPayloads } from '../contract.ts';

/** After a try to write a draft: lets its revert be followed at once. What is lost here, the repeated job finds. */
export async function followAfterPublish(
  storage: Storage,
  { installationId, effectId }: JobPayloads['publish'],
): Promise<void> {
  await storage.transaction(async (tx) => {
    const effect = await tx.effects.get(installationId, effectId);
    if (effect?.kind !== 'revert-pull-request' || (effect.state !== 'done' && effect.state !== 'dead')) return;
    const payload = { installationId, revertId: effect.naturalKey };
    await tx.jobs.enqueue('follow-revert', payload, { singletonKey: `${installationId}:${effect.naturalKey}` });
  });
}
