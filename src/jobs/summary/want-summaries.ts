import type { Clock } from '../../platform/clock.ts';
import type { Storage } from '../../storage/contract.ts';
import { isSummaryDue, weekDue } from './summary-due.ts';

export interface WantSummaries {
  readonly storage: Storage;
  readonly clock: Clock;
  /** A setting of this process forbids all writes. */
  readonly isReadOnly: boolean;
}

/** Enqueues `summarise` for every repository that asks for a summary of the week that ended and has none. Gives how many. */
export async function wantSummaries({ storage, clock, isReadOnly }: WantSummaries): Promise<number> {
  return storage.transaction(async (tx) => {
    const week = await weekDue(tx, clock.now(), isReadOnly);
    if (week === undefined) return 0;
    let wanted = 0;
    for (const { installationId, removed, suspended } of await tx.installations.list()) {
      if (removed || suspended) continue;
      for (const repository of await tx.repositories.list(installationId)) {
        if (!(await isSummaryDue(tx, repository, week))) continue;
        const { repositoryId } = repository;
        const singletonKey = `${installationId}:${repositoryId}:${week.name}`;
        await tx.jobs.enqueue('summarise', { installationId, repositoryId, week: week.name }, { singletonKey });
        wanted += 1;
      }
    }
    return wanted;
  });
}
