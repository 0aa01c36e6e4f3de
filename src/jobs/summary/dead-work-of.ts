import type { Week } from '../../investigation/summary/iso-week.ts';
import type { DeadWork } from '../../investigation/summary/week-material.ts';
import type { Transaction } from '../../storage/contract.ts';
import type { DeadJob } from '../../storage/dead-jobs.ts';

const MOST_DELIVERIES = 1_000;

/**
 * What of one installation failed for good in a week, by endpoint and by job. Deliveries from GitHub are not among
 * them: they are stored for no installation until they are read, so `whatchanged doctor` tells of those.
 */
export async function deadWorkOf(
  tx: Transaction,
  installationId: number,
  { from, to }: Week,
  deadJobs: readonly DeadJob[],
): Promise<readonly DeadWork[]> {
  const buried = await tx.inbox.brief({ state: 'dead', installationId, before: to, limit: MOST_DELIVERIES });
  const deliveries = buried.filter(({ receivedAt }) => receivedAt >= from).map(({ endpoint }) => endpoint);
  // The job that reads a delivery fails with it: told once.
  const jobs = deadJobs.filter(
    ({ name, payload, at }) =>
      name !== 'process-delivery' && installationOf(payload) === installationId && at >= from && at < to,
  );
  return [
    ...counted('delivery', deliveries),
    ...counted(
      'job',
      jobs.map(({ name }) => name),
    ),
  ];
}

function installationOf(payload: object): unknown {
  return (payload as { readonly installationId?: unknown }).installationId;
}

/** The most frequent first. */
function counted(kind: DeadWork['kind'], names: readonly string[]): readonly DeadWork[] {
  return [...Map.groupBy(names, (name) => name)]
    .map(([of, { length: count }]) => ({ kind, of, count }))
    .sort((one, other) => other.count - one.count || (one.of < other.of ? -1 : 1));
}
